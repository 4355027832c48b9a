package id.gerbang.server.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkVaultTest {
  private final Keyset keyset = Keyset.generate();
  private final TinkVault vault = new TinkVault(keyset);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void opensOnlyWhatItSealedWhereItSealedIt() {
    byte[] sealed = vault.seal(bytes("5171991708900001"), bytes("worker.nik:1"));
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("517199");
    assertThat(vault.open(sealed, bytes("worker.nik:1"))).contains(bytes("5171991708900001"));
    assertThat(vault.open(sealed, bytes("worker.nik:2"))).isEmpty();
    sealed[sealed.length - 1] ^= 1;
    assertThat(vault.open(sealed, bytes("worker.nik:1"))).isEmpty();
    assertThat(vault.open(new byte[0], bytes("x"))).isEmpty();
    assertThat(
            new TinkVault(Keyset.generate()).open(vault.seal(bytes("x"), bytes("y")), bytes("y")))
        .isEmpty();
  }

  @Test
  void looksUpTheSameByTheSameKeysOnly() {
    TinkVault again = new TinkVault(Keyset.parse(keyset.secret()));
    assertThat(again.lookup("phone", "6281200000001"))
        .isEqualTo(vault.lookup("phone", "6281200000001"))
        .hasSize(16);
    assertThat(vault.lookup("nik", "6281200000001"))
        .isNotEqualTo(vault.lookup("phone", "6281200000001"));
    assertThat(new TinkVault(Keyset.generate()).lookup("phone", "6281200000001"))
        .isNotEqualTo(vault.lookup("phone", "6281200000001"));
  }

  @Test
  void aKeysetKeepsToItself(@TempDir Path folder) throws Exception {
    Keyset made = Keyset.onFolder(folder);
    assertThat(made.toString()).isEqualTo("Keyset[***]");
    assertThat(Keyset.onFolder(folder).secret()).isEqualTo(made.secret());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keyset"))))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> Keyset.parse("geheim\ngeheim"))
        .hasMessageContaining("GERBANG_KEYSET")
        .hasMessageNotContaining("geheim");
  }
}
