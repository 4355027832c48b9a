package id.gerbang.server.cli;

import id.gerbang.server.bank.Teller;
import id.gerbang.server.channel.phone.BankCounter;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** The demo's bank as its customer sees it: asks for the bill and pays it, signed for real. */
final class DemoCounter implements BankCounter {
  private final Teller teller;

  DemoCounter(Teller teller) {
    this.teller = teller;
  }

  @Override
  public String pay(String code) {
    try {
      JsonObject account = teller.account(code);
      String id = UUID.randomUUID().toString();
      JsonObject bill = teller.inquire(account, id);
      if (!isGood(bill)) {
        return refused(bill);
      }
      String value =
          bill.getJsonObject("virtualAccountData").getJsonObject("totalAmount").getString("value");
      JsonObject paid = teller.pay(account, id, value, false);
      return isGood(paid)
          ? "Lunas: Rp"
              + rupiah(value)
              + ", no. "
              + paid.getJsonObject("virtualAccountData").getString("referenceNo")
              + ". Lihat SMS pekerja."
          : refused(paid);
    } catch (IllegalArgumentException e) {
      return "Kode bayar ada 12 angka, mis. 712345678906. Lihat di SMS tagihan.";
    } catch (Teller.NoGateway e) {
      return "Bank tidak tersambung. Coba lagi.";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "Bank tidak tersambung. Coba lagi.";
    }
  }

  private static boolean isGood(JsonObject answer) {
    return answer.getString("responseCode", "").startsWith("200");
  }

  /** {@code 16800.00} as {@code 16.800}. */
  private static String rupiah(String value) {
    return value.replaceFirst("\\.00$", "").replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", ".");
  }

  private static String refused(JsonObject answer) {
    String code = answer.getString("responseCode", "");
    String why =
        switch (code.length() == 7 ? code.substring(0, 3) + code.substring(5) : "") {
          case "40412" -> "Kode bayar tidak dikenal. Periksa lagi.";
          case "40414" -> "Tagihan ini sudah dibayar.";
          case "40419" -> "Tagihan sudah lewat waktu. Minta kode baru di menu Bayar iuran.";
          default -> "Ditolak.";
        };
    return why + " (" + code + " " + answer.getString("responseMessage", "") + ")";
  }
}
