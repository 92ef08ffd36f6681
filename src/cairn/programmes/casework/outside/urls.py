"""The addresses for partners: a token that cannot be guessed, and nothing else."""

from django.urls import path

from cairn.programmes.casework.outside.pages import AnswerPage, PackagePage

app_name = "partner"
urlpatterns = [
    path("<str:token>/", PackagePage.as_view(), name="package"),
    path("<str:token>/answer/", AnswerPage.as_view(), name="answer"),
]
