"""Six people who do not exist: a man and his brother, three others, and one of the same name in Arabic letters."""

from cairn.people.matching.records import Record

KEY = b"k" * 32
REGISTER = [
    Record(
        1,
        "Mohammed",
        "Ahmed",
        "Al-Hassan",
        born="1990-05-12",
        phones=("+447700900123",),
        reference="7KMQ-4XCP",
    ),
    Record(2, "Yusuf", "Ahmed", "Al-Hassan", born="1993-02-01", phones=("+447700900123",)),
    Record(3, "Hodan", "Abdi", "Warsame", born="1988", documents=("SO 0123456",)),
    Record(4, "Selam", "Tesfay", "Gebremedhin", born="1999-11-30"),
    Record(5, "Nguyen", "Van", "Anh", born="1985-01-09"),
    Record(6, "محمد", "أحمد", "الحسن", born="1971-03-03"),
]
