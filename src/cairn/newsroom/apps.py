from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "cairn.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"
