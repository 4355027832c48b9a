package id.gerbang.server.contribution;

/**
 * What the programme pays, as screens may tell it and no more.
 *
 * @param death JKM's whole death benefit, rupiah
 * @param earlyDeath what JKM pays instead for a death in the first months, rupiah
 * @param earlyMonths how many months are the first
 * @param scholarships the most that two children's scholarships come to, rupiah
 * @param scholarshipYears after how many years of membership scholarships are paid
 * @param fullPayMonths how many months JKK pays the whole income of who cannot work
 * @param laterPayPercent how much of the income JKK pays after that
 * @param deathBases JKK's death benefit, in monthly bases
 * @param oldAge the age at which JHT is paid
 * @param arrearsMonths more than these in a row unpaid end the membership
 * @param partialYears after how many years a part of JHT can be taken
 */
public record Benefits(
    Figure death,
    Figure earlyDeath,
    Figure earlyMonths,
    Figure scholarships,
    Figure scholarshipYears,
    Figure fullPayMonths,
    Figure laterPayPercent,
    Figure deathBases,
    Figure oldAge,
    Figure arrearsMonths,
    Figure partialYears) {}
