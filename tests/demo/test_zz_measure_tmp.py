import datetime as dt, time, pytest
pytestmark=pytest.mark.django_db
def test_m(db, tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path/"var"))
    from cairn.mission.config import load_mission
    load_mission.cache_clear()
    from cairn.demo.identified import record_identified
    t=time.process_time(); w=time.time(); record_identified(); print("record", time.process_time()-t, time.time()-w)
    from cairn.evidence.facts import fact_table
    from cairn.evidence.facts.snapshots import take_snapshot
    t=time.process_time(); w=time.time(); 
    import cProfile, pstats; pr=cProfile.Profile(); pr.enable(); take_snapshot([fact_table("casework.identified")]); pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(45); print("snapshot", time.process_time()-t, time.time()-w)
    from cairn.guard.models import User
    from cairn.guard.acts import give_role
    from cairn.guard.roles import Role
    from cairn.evidence.models import Series
    from cairn.evidence.acts import draft_release, order_build
    from cairn.evidence.releases.building import build
    u=User.objects.create(username="i"); give_role(u, Role.INFORMATION)
    s=Series.objects.create(code="identified", title={"en":"I"})
    d=draft_release(s,by=u,indicators=("people-identified","countries-of-origin"),cut_off=dt.date(2014,12,31))
    t=time.process_time(); w=time.time()
    try: r=build(order_build(d,by=u,to_worker=False))
    finally: print("build", time.process_time()-t, time.time()-w)
    print(r.state, str(r.report)[:1500], r.trouble)
    for x in []:
        print(x.code, len(x.result.cells), sum(c.hidden for c in x.result.cells))
        for c in x.result.cells: print(c.key, c.value, c.hidden)
    from cairn.people.doubles import search_for_doubles
    from cairn.people.models import DoubleSearch, PossibleDouble
    t=time.process_time(); w=time.time()
    x=search_for_doubles(DoubleSearch.objects.create()); print("doubles", x.found, time.process_time()-t, time.time()-w)
