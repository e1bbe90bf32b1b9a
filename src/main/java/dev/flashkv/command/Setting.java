package dev.flashkv.command;

/**
 * The value of one directive, checked and in the form that CONFIG GET prints.
 *
 * @param text the value as text, such as {@code 104857600} for 100mb
 * @param number the value as a number: an integer as it is, a size in bytes, 1 for yes and 0 for no, the place of a
 *     word among those allowed; 0 for text
 */
public record Setting(String text, long number) {}
