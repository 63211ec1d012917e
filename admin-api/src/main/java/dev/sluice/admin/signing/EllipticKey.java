package dev.sluice.admin.signing;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A P-256 key with which tokens are signed. A PKCS#8 file need not hold the public half, so it is computed.
 *
 * @param id {@code kid} of its tokens and name of its SigningKey object: from the public key, so it is the same everywhere
 */
public record EllipticKey(ECPrivateKey privateKey, ECPublicKey publicKey, String id) {
    private static final String CURVE = "secp256r1";

    public static EllipticKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return of((ECPrivateKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** @throws IllegalArgumentException with what is expected, never with what was read */
    public static EllipticKey ofPem(String pem) {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s|\\\\n", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return of((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new IllegalArgumentException("is not a P-256 private key in PKCS#8 PEM", e);
        }
    }

    public String toPem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(privateKey.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Without the private half. */
    @Override
    public String toString() {
        return "EllipticKey[" + id + "]";
    }

    private static EllipticKey of(ECPrivateKey privateKey) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
        if (!curve.getCurve().equals(privateKey.getParams().getCurve())) {
            throw new GeneralSecurityException("another curve");
        }
        ECPoint point = multiply(curve, privateKey.getS());
        ECPublicKey publicKey =
                (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
        return new EllipticKey(privateKey, publicKey, "jwt-" + HexFormat.of().formatHex(hash, 0, 8));
    }

    /** Double and add. Runs once per start on our own key, so that it is not constant in time does not matter. */
    private static ECPoint multiply(ECParameterSpec curve, BigInteger factor) {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger a = curve.getCurve().getA();
        ECPoint result = ECPoint.POINT_INFINITY;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            result = add(result, result, p, a);
            if (factor.testBit(bit)) {
                result = add(result, curve.getGenerator(), p, a);
            }
        }
        return result;
    }

    private static ECPoint add(ECPoint one, ECPoint other, BigInteger p, BigInteger a) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        if (other.equals(ECPoint.POINT_INFINITY)) {
            return one;
        }
        BigInteger x1 = one.getAffineX();
        BigInteger y1 = one.getAffineY();
        BigInteger slope = one.equals(other)
                ? x1.pow(2)
                        .multiply(BigInteger.valueOf(3))
                        .add(a)
                        .multiply(y1.shiftLeft(1).modInverse(p))
                : other.getAffineY()
                        .subtract(y1)
                        .multiply(other.getAffineX().subtract(x1).modInverse(p));
        BigInteger x = slope.pow(2).subtract(x1).subtract(other.getAffineX()).mod(p);
        return new ECPoint(x, slope.multiply(x1.subtract(x)).subtract(y1).mod(p));
    }
}
