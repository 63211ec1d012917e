package dev.sluice.contract.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses that are not on the public internet, and those that stand for another one (IANA's registries of special-purpose addresses). */
final class PrivateAddress {
    private PrivateAddress() {}

    static boolean is(InetAddress address) {
        byte[] b = address.getAddress();
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || (b.length == 4 ? isReserved(b) : isUniqueLocal(b) || leadsElsewhere(b));
    }

    /**
     * What a house's own servers have. All else is refused whoever asks: clouds tell their machines secrets at link-local addresses,
     * at some of carrier-grade NAT and, AWS, at a unique local one, and addresses that stand for others may lead to these.
     */
    static boolean isOfAHouse(InetAddress address) {
        byte[] b = address.getAddress();
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || (b.length == 16
                        && isUniqueLocal(b)
                        && !address.getHostAddress().startsWith("fd00:ec2:"));
    }

    /** This network, carrier-grade NAT, protocol assignments, benchmarks, and what is left of class E with the broadcast. */
    private static boolean isReserved(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        return first == 0
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 192 && second == 0 && b[2] == 0)
                || (first == 198 && (second & 0xfe) == 18)
                || first >= 240;
    }

    private static boolean isUniqueLocal(byte[] b) {
        return (b[0] & 0xfe) == 0xfc;
    }

    /** NAT64 leads to an IPv4 address, which decides; NAT64 of a network's own, 6to4, Teredo and IPv4-compatible ones are refused. */
    private static boolean leadsElsewhere(byte[] b) {
        if (startsWith(b, 0x00, 0x64, 0xff, 0x9b)) {
            boolean wellKnown = isZero(b, 4, 12);
            return !wellKnown || isPrivate4(Arrays.copyOfRange(b, 12, 16));
        }
        return startsWith(b, 0x20, 0x02) || startsWith(b, 0x20, 0x01, 0x00, 0x00) || isZero(b, 0, 12);
    }

    private static boolean isPrivate4(byte[] four) {
        try {
            return is(InetAddress.getByAddress(four));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean startsWith(byte[] b, int... start) {
        for (int i = 0; i < start.length; i++) {
            if ((b[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
