package dev.sluice.contract.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.0.0.0/8}; a bare address is a range of one. */
public final class Cidr {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F.:]+(/\\d{1,3})?");

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    static Cidr parse(String text, String field) {
        if (LITERAL.matcher(text).matches()) {
            int slash = text.indexOf('/');
            try {
                byte[] address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash))
                        .getAddress();
                int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
                if (bits <= address.length * 8) {
                    return new Cidr(address, bits);
                }
            } catch (UnknownHostException e) {
                throw new InvalidField(
                        field, "'" + Check.shorten(text) + "' is not an address range: write 10.0.0.0/8");
            }
        }
        throw new InvalidField(field, "'" + Check.shorten(text) + "' is not an address range: write 10.0.0.0/8");
    }

    /** Reads a range that a spec has already checked. */
    public static Cidr parse(String text) {
        return parse(text, "cidr");
    }

    /** @param address 4 or 16 bytes, as of {@link InetAddress#getAddress()} */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = rest == 0 ? 0 : 0xff << (8 - rest);
        return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
    }
}
