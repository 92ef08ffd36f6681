"""The indicators of the Sustainable Development Goals that a migration mission serves, in the words of the framework."""

GOALS: dict[str, str] = {
    "5.2.2": "Proportion of women and girls aged 15 years and older subjected to sexual violence by persons other than "
    "an intimate partner in the previous 12 months, by age and place of occurrence",
    "5.3.1": "Proportion of women aged 20–24 years who were married or in a union before age 15 and before age 18",
    "8.7.1": "Proportion and number of children aged 5–17 years engaged in child labour, by sex and age",
    "8.8.1": "Fatal and non-fatal occupational injuries per 100,000 workers, by sex and migrant status",
    "8.8.2": "Level of national compliance with labour rights (freedom of association and collective bargaining) based "
    "on International Labour Organization (ILO) textual sources and national legislation, by sex and migrant status",
    "10.7.1": "Recruitment cost borne by employee as a proportion of monthly income earned in country of destination",
    "10.7.2": "Number of countries with migration policies that facilitate orderly, safe, regular and responsible "
    "migration and mobility of people",
    "10.7.3": "Number of people who died or disappeared in the process of migration towards an international destination",
    "10.7.4": "Proportion of the population who are refugees, by country of origin",
    "10.c.1": "Remittance costs as a proportion of the amount remitted",
    "16.2.2": "Number of victims of human trafficking per 100,000 population, by sex, age and form of exploitation",
    "16.9.1": "Proportion of children under 5 years of age whose births have been registered with a civil authority, by age",
}
