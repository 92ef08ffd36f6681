"""Addresses of the screens on which figures from releases are chosen and looked after."""

from django.urls import path

from cairn.newsroom.figures import chart_screens, screens

app_name = "figures"
urlpatterns = [
    path("", screens.Indicators.as_view(), name="indicators"),
    path("stale/", screens.Stale.as_view(), name="stale"),
    path("cells/<int:released>/", screens.Cells.as_view(), name="cells"),
    path("words/<int:released>/", screens.ChooseWords.as_view(), name="words"),
    path("charts/<int:pk>/", chart_screens.OneChart.as_view(), name="chart"),
    path("charts/<int:pk>/accept/", chart_screens.AcceptChart.as_view(), name="chart-accept"),
    path("charts/<int:pk>/keep/", chart_screens.KeepChart.as_view(), name="chart-keep"),
    path("charts/of/<int:released>/<slug:division>/", chart_screens.ChooseChart.as_view(), name="chart-new"),
    path("<int:pk>/", screens.OneFigure.as_view(), name="figure"),
    path("<int:pk>/accept/", screens.Accept.as_view(), name="accept"),
    path("<int:pk>/keep/", screens.Keep.as_view(), name="keep"),
    path("<int:pk>/words/", screens.OtherWords.as_view(), name="other-words"),
]
