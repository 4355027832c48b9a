package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts, parts and receipts. */
class SmppTextTest {

  @ParameterizedTest
  @CsvSource({
    "0,00,@",
    "15,1b65,€",
    "8,20ac,€",
    "72,20ac,€",
    "3,e9,é",
    "1,40,@",
    "0,05,é",
    "8,20ac41,€",
    "24,0041,A",
    "25,0041,A",
    "240,00,@"
  })
  void readsEveryCoding(int coding, String octets, String text) {
    assertThat(SmppText.decode(coding, HexFormat.of().parseHex(octets))).isEqualTo(text);
  }

  @Test
  void spellsInGsm7WhatItCan() {
    assertThat(SmppText.spelledInGsm7("“Rp5.000” – ya…\u00A0ê")).isEqualTo("\"Rp5.000\" - ya... e");
    assertThat(SmppText.spelledInGsm7("ya – ᬓ")).isEqualTo("ya – ᬓ");
  }

  @ParameterizedTest
  @CsvSource({
    "a,160,1",
    "a,161,2",
    "a,306,2",
    "a,307,3",
    "a,1530,10",
    "€,80,1",
    "€,81,2",
    "€,152,2",
    "€,153,3",
    "ᬓ,70,1",
    "ᬓ,71,2",
    "ᬓ,134,2",
    "ᬓ,135,3",
    "😀,35,1",
    "😀,36,2",
    "😀,66,2",
    "😀,67,3"
  })
  void cutsWhereThePhoneCanJoin(String character, int times, int parts) {
    String text = character.repeat(times);
    SmsParts cut = SmsParts.of(text, 0x1234).orElseThrow();
    assertThat(cut.payloads())
        .hasSize(parts)
        .allSatisfy(
            payload ->
                assertThat(payload.length)
                    .isLessThanOrEqualTo(parts > 1 && cut.dataCoding() == 0 ? 159 : 160));
    List<String> words = new ArrayList<>();
    for (byte[] payload : cut.payloads()) {
      SmsParts.Received received =
          SmsParts.Received.of(sms(cut.several() ? 0x40 : 0, payload, Map.of()));
      String word = SmppText.decode(cut.dataCoding(), received.words());
      assertThat(Character.isLowSurrogate(word.charAt(0))).isFalse();
      words.add(word);
      if (parts > 1) {
        assertThat(received.part()).contains(new Inbox.Part(0x34, parts, words.size()));
      } else {
        assertThat(received.part()).isEmpty();
      }
    }
    assertThat(words.stream().collect(Collectors.joining())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"UDH8, 306, 64, 050003340201", "UDH16, 304, 64, 06080412340201", "SAR, 304, 0, ''"})
  void eachWayOfJoiningIsReadBack(Concatenation how, int septets, int esmClass, String header) {
    SmsWriting writing = new SmsWriting("2757", how, 0x11, 0x18, 1);
    String text = "a".repeat(septets);
    SmsParts cut = SmsParts.of(text, 0x1234, writing).orElseThrow();
    assertThat(cut.parts()).hasSize(2);
    assertThat(cut.cost()).isEqualTo(2);
    assertThat(cut.esmClass()).isEqualTo(esmClass);
    assertThat(cut.dataCoding()).isEqualTo(0x11);
    assertThat(HexFormat.of().formatHex(cut.parts().getFirst().payload()))
        .startsWith(header.replace(" ", ""));
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      SmsParts.Part part = cut.parts().get(i);
      Map<Integer, byte[]> tlvs =
          part.tlvs().stream().collect(Collectors.toMap(Tlv::tag, Tlv::value));
      SmsParts.Received received = SmsParts.Received.of(sms(esmClass, part.payload(), tlvs));
      assertThat(received.part())
          .contains(new Inbox.Part(how == Concatenation.UDH8 ? 0x34 : 0x1234, 2, i + 1));
      words.append(SmppText.decode(0, received.words()));
    }
    assertThat(words).hasToString(text);
    assertThat(SmsParts.of(text + "a", 1, writing).orElseThrow().cost()).isEqualTo(3);
  }

  @Test
  void aPayloadIsOneRequestAndCostsItsParts() {
    SmsWriting writing = new SmsWriting("2757", Concatenation.PAYLOAD, 0, 8, 1);
    SmsParts cut = SmsParts.of("€".repeat(153), 7, writing).orElseThrow();
    assertThat(cut.cost()).isEqualTo(3);
    assertThat(cut.esmClass()).isZero();
    assertThat(cut.parts()).hasSize(1);
    SmsParts.Part only = cut.parts().getFirst();
    assertThat(only.payload()).isEmpty();
    assertThat(only.tlvs()).hasSize(1);
    assertThat(only.tlvs().getFirst().tag()).isEqualTo(Tlv.MESSAGE_PAYLOAD);
    assertThat(SmppText.decode(0, only.tlvs().getFirst().value())).isEqualTo("€".repeat(153));
    SmsParts brief = SmsParts.of("ya", 7, writing).orElseThrow();
    assertThat(brief.parts().getFirst().payload()).as("a short one is an ordinary one").hasSize(2);
  }

  @Test
  void elevenPartsAreTooMany() {
    assertThat(SmsParts.of("a".repeat(1531), 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0500030702016162,7,2,1,ab",
    "060804123403026162,4660,3,2,ab",
    "080501020003070201" + "6162,7,2,1,ab",
    "0500030702036162,0,0,0,ab",
    "0500030701016162,0,0,0,ab",
    "0403000307" + "6162,0,0,0,ab",
    "ff0061,0,0,0,Δ",
    "00616263,0,0,0,abc",
    "0b05040b840b840003070302" + "6162,7,3,2,ab"
  })
  void readsHeadersAndSurvivesBrokenOnes(
      String payload, int reference, int total, int number, String text) {
    SmsParts.Received received =
        SmsParts.Received.of(sms(0x40, HexFormat.of().parseHex(payload), Map.of()));
    if (total == 0) {
      assertThat(received.part()).isEmpty();
    } else {
      assertThat(received.part()).contains(new Inbox.Part(reference, total, number));
    }
    if (!text.equals("Δ")) {
      assertThat(SmppText.decode(0, received.words())).isEqualTo(text);
    }
  }

  @Test
  void readsSegmentsByTlv() {
    Map<Integer, byte[]> tlvs =
        Map.of(
            Tlv.SAR_MSG_REF_NUM,
            new byte[] {(byte) 0xBE, (byte) 0xEF},
            Tlv.SAR_TOTAL_SEGMENTS,
            new byte[] {3},
            Tlv.SAR_SEGMENT_SEQNUM,
            new byte[] {2});
    assertThat(SmsParts.Received.of(sms(0, new byte[] {'a'}, tlvs)).part())
        .contains(new Inbox.Part(0xBEEF, 3, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id:0A1B sub:001 dlvrd:001 submit date:2611210540 done date:2611210541 stat:DELIVRD err:000"
            + " text:halo|0A1B|DELIVERED",
        "id: 77 stat:UNDELIV|77|FAILED",
        "id:8 submit date:20261121 done date:20261121054000 stat:EXPIRED Text:x|8|FAILED",
        "ID:9 STAT:REJECTD|9|FAILED",
        "id:10 stat:DELETED|10|FAILED",
        "id:11 stat:ACCEPTD|11|UNDER_WAY",
        "id:12 stat:ENROUTE|12|UNDER_WAY",
        "id:13 stat:UNKNOWN|13|UNDER_WAY",
        "id:14 stat:BUFFRED|14|UNDER_WAY",
        "id:15|15|UNDER_WAY",
        "id:16 stat:Delivered text:id:99 stat:UNDELIV|16|DELIVERED",
        "id:17,stat:FAILED|17|FAILED",
        "id:18 err:000 Text:stat:DELIVRD|18|UNDER_WAY",
        "id:0x1f err:0 STATUS: DELIVERED Text:a|0x1f|DELIVERED",
        "id:019 sub:1 submit date:26112105 done date:261121 stat:XQZ99|019|UNDER_WAY",
        "id:20 submit date:2611210540 done date:261121 stat:DELIVRD err:0|20|DELIVERED",
        "id:21 sub:001 dlvrd:001 submit date:261121054012 done date:261121054013 stat:DELIVRD"
            + " err:000 text:|21|DELIVERED",
        "id:22 submit date:20261121054012 done date:20261121054013 stat:UNDELIV err:1a4"
            + " text:|22|FAILED",
        "id:3F2504E0-4F89-11D3 stat:DELIVRD|3F2504E0-4F89-11D3|DELIVERED",
        "id:0000000123 dlvrd:1 stat:DELIVERED|0000000123|DELIVERED",
        "text:id:5 stat:DELIVRD||",
        "stat:DELIVRD||",
        "halo||",
        "id:||"
      })
  void readsReceiptsInAllSpellings(String text, String id, State state) {
    var read = ReceiptReader.read(sms(4, text.getBytes(StandardCharsets.US_ASCII), Map.of()));
    if (id == null) {
      assertThat(read).isEmpty();
    } else {
      assertThat(read).contains(new ReceiptReader.Read(id, state));
    }
  }

  @Test
  void tlvsOfAReceiptGoBeforeItsText() {
    Map<Integer, byte[]> tlvs =
        Map.of(
            Tlv.RECEIPTED_MESSAGE_ID, new byte[] {'z', '1', 0}, Tlv.MESSAGE_STATE, new byte[] {5});
    byte[] text = "id:2 stat:DELIVRD".getBytes(StandardCharsets.US_ASCII);
    assertThat(ReceiptReader.read(sms(4, text, tlvs)))
        .contains(new ReceiptReader.Read("z1", State.FAILED));
  }

  private static Delivered sms(int esmClass, byte[] payload, Map<Integer, byte[]> tlvs) {
    SmppAddress nobody = new SmppAddress((byte) 0, (byte) 0, "");
    return new Delivered("", nobody, nobody, esmClass, 0, payload, tlvs);
  }
}
