"""The addresses for partners: a token that cannot be guessed, and nothing else."""

from django.urls import path

from cairn.programmes.casework.outside.pages import AnswerPage, PackagePage
from cairn.programmes.casework.outside.sealed import SealedAnswer, SealedPackage

app_name = "partner"
urlpatterns = [
    path("<str:token>/", PackagePage.as_view(), name="package"),
    path("<str:token>/sealed/", SealedPackage.as_view(), name="sealed-package"),
    path("<str:token>/answer/", AnswerPage.as_view(), name="answer"),
    path("<str:token>/answer/sealed/", SealedAnswer.as_view(), name="sealed-answer"),
]
