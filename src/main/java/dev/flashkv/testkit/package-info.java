/**
 * For tests: stores that start in milliseconds, on a clock that the test owns, so that expiry happens when it says so.
 *
 * <ul>
 *   <li>{@link dev.flashkv.testkit.FlashKvTest} and {@link dev.flashkv.testkit.FlashKvExtension}: for JUnit;
 *   <li>{@link dev.flashkv.testkit.TestStore}: for any other test in Java;
 *   <li>{@link dev.flashkv.testkit.ManualClockServer}: a process, for tests in other languages;
 *   <li>{@link dev.flashkv.testkit.ManualClock}: the clock alone, for a store that the test starts itself.
 * </ul>
 */
@NullMarked
package dev.flashkv.testkit;

import org.jspecify.annotations.NullMarked;
