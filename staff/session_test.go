package staff

import (
	"errors"
	"testing"
	"time"
)

func (b bundle) enter(t *testing.T, m Member, now time.Time) Session {
	t.Helper()
	s, err := b.office.Enter(t.Context(), Entering{Member: m.ID, Method: ByPassword, Device: "firefox linux"}, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (b bundle) live(t *testing.T, s Session, now time.Time) bool {
	t.Helper()
	m, _, err := b.office.Live(t.Context(), s.ID, now)
	if err != nil && !errors.Is(err, ErrEnded) {
		t.Fatal(err)
	}
	return err == nil && m.ID == s.Member
}

func TestASessionEndsWhereNobodyWorks(t *testing.T) {
	b := setup(t)
	s, at := b.enter(t, b.member, noon), noon
	for range 30 { // a whole shift, used every twenty minutes
		at = at.Add(20 * time.Minute)
		if !b.live(t, s, at) {
			t.Fatalf("ended after %v", at.Sub(noon))
		}
	}
	if b.live(t, s, noon.Add(SessionFor+time.Second)) {
		t.Error("it lasts longer than a shift")
	}
	s = b.enter(t, b.member, noon)
	if !b.live(t, s, noon.Add(IdleFor)) {
		t.Error("ended too early")
	}
	if b.live(t, s, noon.Add(2*IdleFor+time.Second)) || b.live(t, s, noon.Add(IdleFor)) {
		t.Error("unused for half an hour it still counts, or counts again")
	}
	if b.live(t, Session{ID: 999, Member: b.member.ID}, noon) {
		t.Error("a session that never was counts")
	}
}

func TestSessionsOfWhoHasLeftAreRefusedAtOnce(t *testing.T) {
	b := setup(t)
	s := b.enter(t, b.member, noon)
	if !b.live(t, s, noon) {
		t.Fatal("it does not count")
	}
	if _, err := b.db.Exec(t.Context(), `update staff set active = false where id = $1`, b.member.ID); err != nil {
		t.Fatal(err)
	}
	if b.live(t, s, noon) {
		t.Error("somebody who has left is signed in")
	}
}

func TestEndSession(t *testing.T) {
	b := setup(t)
	team, err := b.office.AddTeam(t.Context(), b.agency.ID, "Blue Badge")
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.office.AddAgency(t.Context(), Agency{Slug: "southtown", NameEn: "South", NameCy: "De"})
	if err != nil {
		t.Fatal(err)
	}
	add := func(name string, agency, team int64, role Role) Member {
		m, err := b.office.AddMember(t.Context(), Member{Agency: agency, Team: team, Username: name, DisplayName: name, Role: role}, goodPassword)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	one, two := add("one", b.agency.ID, team, Agent), add("two", b.agency.ID, team, Agent)
	leader, chief, stranger := add("leader", b.agency.ID, team, Leader), add("chief", b.agency.ID, 0, Leader), add("stranger", other.ID, 0, Leader)
	for name, try := range map[string]struct {
		by, of Member
		may    bool
	}{
		"their own": {one, one, true}, "a colleague's": {one, two, false}, "their team's": {leader, one, true},
		"of another team": {leader, b.member, false}, "of the agency": {chief, b.member, true}, "of another agency": {stranger, one, false},
	} {
		s := b.enter(t, try.of, noon)
		err := b.office.EndSession(t.Context(), try.by, s.ID, noon)
		if try.may && err != nil || !try.may && !errors.Is(err, ErrNotFound) || b.live(t, s, noon) == try.may {
			t.Errorf("%s: %v", name, err)
		}
		if err := b.office.EndSession(t.Context(), try.by, s.ID, noon); try.may && !errors.Is(err, ErrNotFound) {
			t.Errorf("%s, once more: %v", name, err)
		}
	}
	all, err := b.office.TeamSessions(t.Context(), leader, noon)
	if err != nil || len(all) != 2 { // those of one and two that were not ended
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := b.office.TeamSessions(t.Context(), stranger, noon); err != nil || len(all) != 0 {
		t.Errorf("of another agency: %+v, %v", all, err)
	}
	if _, err := b.office.TeamSessions(t.Context(), one, noon); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("somebody who leads nobody: %v", err)
	}
	if n := count(t, b.db, `select count(*) from audit_log where verb = 'staff.session_ended'`); n != 3 {
		t.Errorf("recorded %d times", n)
	}
}

func TestSessions(t *testing.T) {
	b := setup(t)
	first := b.enter(t, b.member, noon)
	second := b.enter(t, b.member, noon.Add(time.Minute))
	if err := b.office.Leave(t.Context(), first.ID, "left", noon.Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	all, err := b.office.Sessions(t.Context(), b.member.ID, noon.Add(3*time.Minute))
	if err != nil || len(all) != 2 || all[0].ID != second.ID || !all[0].Counts(noon.Add(3*time.Minute)) || all[1].Why != "left" || all[0].Device != "firefox linux" {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err = b.office.Sessions(t.Context(), b.member.ID, noon.Add(time.Hour)); err != nil || len(all) != 2 || all[0].Counts(noon.Add(time.Hour)) {
		t.Errorf("an hour later: %+v, %v", all, err)
	}
}
