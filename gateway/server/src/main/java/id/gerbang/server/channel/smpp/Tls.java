package id.gerbang.server.channel.smpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS to an operator whose certificate must be of a trusted authority and bear the host's name: the
 * JDK checks the name only where it is told to. Safe for any thread.
 */
public final class Tls {
  /** RFC 2818: the name or address must be among the certificate's alternative names. */
  private static final String NAME_OF_THE_HOST = "HTTPS";

  private final SSLSocketFactory sockets;

  private Tls(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /** Trusts the authorities that the JDK knows. */
  public static Tls usual() {
    return new Tls((SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /**
   * Trusts these certificates and no others.
   *
   * @param authorities a file of one or more certificates in PEM
   * @throws IllegalArgumentException when there is none in it
   */
  public static Tls trusting(Path authorities) {
    try (InputStream file = Files.newInputStream(authorities)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(file);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("no certificate in " + authorities + "; expected PEM");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca" + trusted.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new Tls(context.getSocketFactory());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          authorities + " cannot be read as certificates in PEM: " + e.getMessage(), e);
    }
  }

  /**
   * Shakes hands over a connected socket.
   *
   * @throws IOException when the certificate is not trusted or not the host's, or the peer speaks
   *     no TLS
   */
  SSLSocket over(Socket connected, String host, int port) throws IOException {
    SSLSocket secured = (SSLSocket) sockets.createSocket(connected, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(NAME_OF_THE_HOST);
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
