/**
 * The commands: a table that declares each one once, and their handlers. Everything the server knows about a command
 * comes from its row.
 */
@NullMarked
package dev.flashkv.command;

import org.jspecify.annotations.NullMarked;
