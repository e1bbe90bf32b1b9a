/**
 * A checker of recorded histories: whether what concurrent clients were answered could have happened at single
 * instants.
 */
package dev.flashkv.linearizability;
