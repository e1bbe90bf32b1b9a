package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import java.util.Arrays;
import java.util.SplittableRandom;

/** LOLWUT's drawing: a flash of lightning over a few hills, another one each time. */
final class Lolwut {
    private static final int COLUMNS_DEFAULT = 60;
    private static final int ROWS_DEFAULT = 16;
    private static final int COLUMNS_MIN = 10;
    private static final int COLUMNS_MAX = 160;
    private static final int ROWS_MIN = 6;
    private static final int ROWS_MAX = 60;
    private static final int BRANCHING_PERCENT = 18;

    private final SplittableRandom random;
    private final char[][] sky;

    private Lolwut(long seed, int columns, int rows) {
        random = new SplittableRandom(seed);
        sky = new char[rows][columns];
        for (char[] row : sky) {
            Arrays.fill(row, ' ');
        }
    }

    /** A drawing, as wide and as high as the arguments left say, within bounds; what they are no numbers is ignored. */
    static String draw(long seed, Args args) {
        int columns = size(args, COLUMNS_DEFAULT, COLUMNS_MIN, COLUMNS_MAX);
        int rows = size(args, ROWS_DEFAULT, ROWS_MIN, ROWS_MAX);
        Lolwut drawing = new Lolwut(seed, columns, rows);
        drawing.hills();
        drawing.bolt(columns / 4 + drawing.random.nextInt(Math.max(1, columns / 2)), 0, true);
        return drawing.text();
    }

    private static int size(Args args, int otherwise, int min, int max) {
        Bytes number = args.hasNext() ? args.next() : Bytes.EMPTY;
        return Numbers.isLong(number) ? (int) Math.max(min, Math.min(max, Numbers.parseLong(number))) : otherwise;
    }

    private void hills() {
        int height = 1;
        for (int column = 0; column < sky[0].length; column++) {
            int before = height;
            height = Math.max(1, Math.min(sky.length / 3, height + random.nextInt(3) - 1));
            int row = sky.length - Math.max(height, before);
            sky[row][column] = height > before ? '/' : height < before ? '\\' : '_';
            for (int below = row + 1; below < sky.length; below++) {
                sky[below][column] = '.';
            }
        }
    }

    /** Strikes from there to the ground; a branch, which is not {@code main}, ends in the air. */
    private void bolt(int fromColumn, int fromRow, boolean main) {
        int column = fromColumn;
        int length = main ? sky.length : sky.length / 4 + random.nextInt(sky.length / 4 + 1);
        for (int row = fromRow; row < Math.min(sky.length, fromRow + length); row++) {
            boolean ground = sky[row][column] != ' ' && row > fromRow;
            int step = random.nextInt(3) - 1;
            sky[row][column] = ground ? '*' : step < 0 ? '/' : step > 0 ? '\\' : '|';
            if (ground) {
                return;
            }
            column = Math.max(0, Math.min(sky[row].length - 1, column + step));
            if (main && random.nextInt(100) < BRANCHING_PERCENT) {
                bolt(column, row + 1, false);
            }
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (char[] row : sky) {
            text.append(new String(row).stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
