package dev.flashkv.server;

import com.typesafe.config.ConfigException;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.AclFile;
import dev.flashkv.command.AclRuleException;
import dev.flashkv.command.AclUsers;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The users that a store begins with, and the file that it keeps them in. */
final class UserSettings {

    /**
     * The file that aclfile names.
     *
     * @param name its name as it was given
     * @param path where it is
     */
    private record UserFile(String name, Path path) implements AclFile {
        @Override
        public Bytes read() throws IOException {
            return Bytes.wrap(Files.readAllBytes(path));
        }

        @Override
        public void write(Bytes content) throws IOException {
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            // Nobody else may read it: hashes of weak passwords can be guessed.
            Path written = Files.createTempFile(target.resolveSibling("."), "flashkv", ".acl");
            try {
                Files.write(written, content.toByteArray());
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        }
    }

    private UserSettings() {}

    /**
     * The users that the settings describe.
     *
     * @throws ConfigException if they can't be
     */
    static AclUsers users(Settings settings, ConfigOptions options) {
        String name = options.get("aclfile").text();
        AclFile file = name.isEmpty()
                ? AclFile.NONE
                : new UserFile(name, Path.of(options.get("dir").text()).resolve(name));
        AclUsers users = new AclUsers(options, file);
        try {
            users.configure(settings.users());
            if (!name.isEmpty()) {
                users.load();
            }
            return users;
        } catch (SettingException | AclRuleException e) {
            throw new ConfigException.Generic(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new ConfigException.Generic("aclfile " + name + ": there is no such file");
        } catch (IOException e) {
            throw new ConfigException.Generic("aclfile " + name + " can't be read: " + e.getMessage());
        }
    }
}
