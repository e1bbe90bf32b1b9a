/** For tests: a clock that the test owns, so that expiry and timeouts happen when it says so. */
@NullMarked
package dev.flashkv.testkit;

import org.jspecify.annotations.NullMarked;
