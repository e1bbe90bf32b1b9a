package dev.flashkv;

import java.util.List;

/**
 * One step of a scan over all keys.
 *
 * @param cursor where the next step goes on; 0 when the scan is complete
 * @param keys the keys that this step met and that match; may be none although there are more to come
 * @param <K> String or Bytes
 */
public record ScanPage<K>(long cursor, List<K> keys) {
    /** Makes the list unmodifiable. */
    public ScanPage {
        keys = List.copyOf(keys);
    }

    /** Whether the scan is complete. */
    public boolean isLast() {
        return cursor == 0;
    }
}
