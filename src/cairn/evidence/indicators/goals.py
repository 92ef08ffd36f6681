"""The indicators of the Sustainable Development Goals that a migration mission serves, in the words of the framework."""

from dataclasses import dataclass

GOALS: dict[str, str] = {
    "5.2.1": "Proportion of ever-partnered women and girls aged 15 years and older subjected to physical, sexual or "
    "psychological violence by a current or former intimate partner in the previous 12 months, by form of violence and "
    "by age",
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
# The same in the United Nations' own French and Arabic, as the open collection of Open SDG has them, where their wording
# has not changed since. What is missing here stays in English, and is marked as English: nobody translates a framework.
IN_OTHER_LANGUAGES: dict[str, dict[str, str]] = {
    "fr": {
        "5.2.2": "Proportion de femmes et de filles âgées de 15 ans ou plus victimes de violences sexuelles infligées au "
        "cours des 12 mois précédents par une personne autre que leur partenaire intime, par âge et lieu des faits",
        "5.3.1": "Proportion de femmes âgées de 20 à 24 ans qui étaient mariées ou en couple avant l’âge de 15 ans ou de "
        "18 ans",
        "8.7.1": "Proportion et nombre d’enfants âgés de 5 à 17 ans qui travaillent, par sexe et âge",
        "8.8.2": "Niveau de respect des droits du travail (liberté d’association et droit de négociation collective) au "
        "niveau national, eu égard aux textes de l’Organisation internationale du Travail (OIT) et à la législation "
        "nationale, par sexe et statut migratoire",
        "10.c.1": "Coûts des envois de fonds en proportion du montant transféré",
        "16.2.2": "Nombre de victimes de la traite d’êtres humains pour 100 000 habitants, par sexe, âge et forme "
        "d’exploitation",
        "16.9.1": "Proportion d’enfants de moins de 5 ans ayant été enregistrés par une autorité d’état civil, par âge",
    },
    "ar": {
        "5.2.2": "نسبة النساء والفتيات في الخامسة عشرة وما فوق اللاتي تعرضن لعنف جنسي من أشخاص غير العشير، خلال الاثني عشر "
        "شهراً السابقة، بحسب العمر ومكان حدوث العنف",
        "10.c.1": "تكاليف التحويلات المالية كنسبة من المبالغ المحولة",
        "16.2.2": "عدد ضحايا الاتجار بالبشر لكل 100,000 نسمة، بحسب الجنس والعمر وشكل الاستغلال",
        "16.9.1": "نسبة الأطفال دون سن الخامسة الذين سُجلت ولاداتهم في قيد السجل المدني، بحسب العمر",
    },
}


@dataclass(frozen=True, slots=True)
class Goal:
    """An indicator of the framework in its own words, and the language in which they stand."""

    number: str
    text: str
    language: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


def goal_in(language: str, number: str) -> Goal:
    """In a language where the framework's words in it are known, else in English."""
    found = IN_OTHER_LANGUAGES.get(language, {}).get(number)
    return Goal(number, found, language) if found else Goal(number, GOALS[number], "en")
