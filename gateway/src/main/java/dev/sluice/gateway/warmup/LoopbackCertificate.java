package dev.sluice.gateway.warmup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A certificate for 127.0.0.1 (RFC 5280, P-256), its key, and the authority that has signed it: made anew for each start and
 * believed by its rehearsal alone. The JDK can read certificates and has no public way to make one.
 */
record LoopbackCertificate(Certificate authority, Certificate certificate, PrivateKey key) {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8 = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int IP_ADDRESS = 0x87;
    private static final byte[] ECDSA_WITH_SHA256 = {0x06, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    private static final byte[] COMMON_NAME = {0x06, 3, 0x55, 4, 3};
    private static final byte[] V3 = {INTEGER, 1, 2};
    private static final byte[] TRUE = {0x01, 1, -1};
    private static final byte[] SERIAL = {INTEGER, 1, 1};
    /** Subject alternative name: an address, 127.0.0.1. */
    private static final byte[] HOST = der(
            SEQUENCE,
            new byte[] {0x06, 3, 0x55, 0x1d, 0x11},
            der(OCTET_STRING, der(SEQUENCE, der(IP_ADDRESS, new byte[] {127, 0, 0, 1}))));
    /** Basic constraints, critical: may sign others. */
    private static final byte[] AUTHORITY =
            der(SEQUENCE, new byte[] {0x06, 3, 0x55, 0x1d, 0x13}, TRUE, der(OCTET_STRING, der(SEQUENCE, TRUE)));

    private static final Duration VALID = Duration.ofHours(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** @param now it is valid an hour before and after */
    static LoopbackCertificate make(Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair authority = generator.generateKeyPair();
        KeyPair server = generator.generateKeyPair();
        return new LoopbackCertificate(
                certificate("authority", authority, now, authority.getPublic(), AUTHORITY),
                certificate("server", authority, now, server.getPublic(), HOST),
                server.getPrivate());
    }

    private static Certificate certificate(String subject, KeyPair issuer, Instant now, PublicKey key, byte[] extension)
            throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
        byte[] validity = der(SEQUENCE, time(now.minus(VALID)), time(now.plus(VALID)));
        byte[] content = der(
                SEQUENCE,
                der(VERSION, V3),
                SERIAL,
                algorithm,
                name("authority"),
                validity,
                name(subject),
                key.getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer.getPrivate());
        signature.update(content);
        byte[] noBitIsUnused = {0};
        byte[] encoded = der(SEQUENCE, content, algorithm, der(BIT_STRING, noBitIsUnused, signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] name(String name) {
        byte[] text = der(UTF8, name.getBytes(StandardCharsets.US_ASCII));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text)));
    }

    private static byte[] time(Instant time) {
        return der(UTC_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length, content (X.690, 8.1); of less than 64 KiB. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 0xff) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7f) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "LoopbackCertificate";
    }
}
