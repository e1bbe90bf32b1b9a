package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,            127.0.0.1:6379",
        "0.0.0.0,              0.0.0.0:6379",
        "::1,                  [::1]:6379",
        "::,                   [::]:6379",
        "fe80::1,              [fe80::1]:6379",
        "2001:db8::,           [2001:db8::]:6379",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:6379",
        "1:0:0:2:0:0:0:3,      [1:0:0:2::3]:6379",
        "1:0:0:2:3:0:0:4,      [1::2:3:0:0:4]:6379",
        "1:2:3:4:5:6:7:8,      [1:2:3:4:5:6:7:8]:6379",
        "00AB:0c::d,           [ab:c::d]:6379",
    })
    void isWrittenAsRedisDoes(String address, String text) throws UnknownHostException {
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.getByName(address), 6379)))
                .isEqualTo(text);
    }
}
