package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.io.IOException;

/** Where users are kept between runs: the file that the setting aclfile names. */
public interface AclFile {
    /** Its name for messages; empty when there is none. */
    String name();

    /** All of it. */
    Bytes read() throws IOException;

    /** Replaces its content: by all of it, or not at all. */
    void write(Bytes content) throws IOException;

    /** No file. */
    AclFile NONE = new AclFile() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public Bytes read() throws IOException {
            throw new IOException("there is no ACL file");
        }

        @Override
        public void write(Bytes content) throws IOException {
            throw new IOException("there is no ACL file");
        }
    };
}
