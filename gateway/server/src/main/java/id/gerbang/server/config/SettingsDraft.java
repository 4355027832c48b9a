package id.gerbang.server.config;

import id.gerbang.server.deposit.DepositLimits;
import java.time.ZoneId;
import java.util.List;

/**
 * Settings that are being changed, by {@link Settings#but}: the one place that knows them all when
 * a few of them become others. Lives only within that call.
 */
public final class SettingsDraft {
  public Settings.Listen http;
  public Settings.Listen management;
  public String data;
  public String redisUrl;
  public Settings.Database database;
  public Secret keyset;
  public String serviceCode;
  public String smsNumber;
  public ZoneId zone;
  public List<Settings.Link> smpp;
  public Settings.UssdHttp ussdHttp;
  public Secret apiToken;
  public Settings.Enrolment enrolment;
  public List<Settings.Bot> telegram;
  public Settings.WhatsApp whatsApp;
  public Settings.Billing billing;
  public DepositLimits deposits;
  public Settings.Outreach outreach;

  SettingsDraft(Settings from) {
    http = from.http();
    management = from.management();
    data = from.data();
    redisUrl = from.redisUrl();
    database = from.database();
    keyset = from.keyset();
    serviceCode = from.serviceCode();
    smsNumber = from.smsNumber();
    zone = from.zone();
    smpp = from.smpp();
    ussdHttp = from.ussdHttp();
    apiToken = from.apiToken();
    enrolment = from.enrolment();
    telegram = from.telegram();
    whatsApp = from.whatsApp();
    billing = from.billing();
    deposits = from.deposits();
    outreach = from.outreach();
  }

  Settings settings() {
    return new Settings(
        http,
        management,
        data,
        redisUrl,
        database,
        keyset,
        serviceCode,
        smsNumber,
        zone,
        smpp,
        ussdHttp,
        apiToken,
        enrolment,
        telegram,
        whatsApp,
        billing,
        deposits,
        outreach);
  }
}
