package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/staff"
)

func TestStaffSync(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	office := staff.New(pool, nil)
	a, err := office.AddAgency(t.Context(), staff.Agency{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := office.AddTeam(t.Context(), a.ID, "Blue Badge"); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run := func(code int, said string, body string, args ...string) {
		t.Helper()
		file := put(t, dir, "staff.csv", body)
		var out bytes.Buffer
		got := dispatch(t.Context(), append([]string{"staff", "sync", file}, args...), []string{"DATABASE_URL=" + address(pool)}, &out, &out)
		if text := strings.ReplaceAll(out.String(), file, "staff.csv"); got != code || !strings.Contains(text, said) {
			t.Errorf("exit %d, said\n%swant exit %d and\n%s", got, text, code, said)
		}
	}
	const head = "username,display_name,agency,team,role,active,welsh_speaker,external_id\n"
	both := head + "ann,Ann Quill,anytown,Blue Badge,caseworker,yes,no,E1\nbob,Bob Stone,anytown,,agent,yes,yes,E2\n"
	run(0, "line 2: ann joins as caseworker of anytown, Blue Badge\nline 3: bob joins as agent of anytown\nNothing was done; without --dry-run this would be: 2 joined", both, "--dry-run")
	run(0, "Done: 2 joined, 0 came back", both)
	run(0, "Done: 0 joined, 0 came back, 0 moved, 0 were renamed, 0 left, 2 stay as they are.", both)
	_, err = pool.Exec(t.Context(), `insert into contacts (agency_id, staff_id, door, reason) select agency_id, id, 'phone', 'progress' from staff where username = 'ann'`)
	if err != nil {
		t.Fatal(err)
	}
	run(1, "staff.csv:2: the agency has no team called \"Parking\"\nstaff.csv:4: active is \"soon\"; it must be yes or no", head+"ann,Ann,anytown,Parking,agent,yes,,\nbob,Bob,anytown,,agent,yes,,\nkit,Kit,anytown,,agent,soon,,\n", "--dry-run")
	run(1, "1 of the lines cannot be taken, so nothing was done", head+"ann,Ann,anytown,,boss,yes,,\nbob,Bob,anytown,,agent,no,,\n")
	run(0, "line 2: ann leaves: signed out everywhere; has open conversations to look at: 1", head+"ann,,,,,no,,E1\n")
	run(0, "not in the list: bob leaves", head+"ann,,anytown,,,no,,E1\n", "--whole")
	run(0, "line 2: ann comes back as leader of anytown", head+"ann,Ann Quill,anytown,,leader,yes,,E1\n")
	run(1, "there is nobody in the list", head)
	run(1, "staff.csv:1: there is no column active", "username,display_name,agency,role\n")
	run(2, "samedoor staff sync FILE.csv", "", "another.csv")
}

// A single sign-on that lacks something is told by name, before anybody tries to sign in.
func TestStaffWaysAreWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := put(t, dir, "good.yaml", "- {group: bb, agency: anytown, role: agent}\n")
	bad := put(t, dir, "bad.yaml", "- {group: bb, agency: anytown, role: boss}\n")
	whole := []string{"SAMEDOOR_STAFF_OIDC_ISSUER=https://login.example.org", "SAMEDOOR_STAFF_OIDC_CLIENT_ID=x", "SAMEDOOR_STAFF_OIDC_CLIENT_SECRET=y", "SAMEDOOR_STAFF_GROUPS=" + good}
	for _, c := range []struct {
		env  []string
		want string
	}{
		{whole, ""},
		{whole[:3], "SAMEDOOR_STAFF_GROUPS is not"},
		{append(whole[:1:1], whole[2:]...), "SAMEDOOR_STAFF_OIDC_CLIENT_ID is not"},
		{append(whole[:3:3], "SAMEDOOR_STAFF_GROUPS="+bad), `the role "boss"`},
		{append(whole[:3:3], "SAMEDOOR_STAFF_GROUPS=/nowhere"), "cannot be read"},
		{[]string{"SAMEDOOR_STAFF_PASSWORDS=0"}, "nobody could sign in"},
		{[]string{"SAMEDOOR_STAFF_PASSKEY=boss"}, "must be agent, caseworker or leader"},
		{[]string{"SAMEDOOR_STAFF_OIDC_ISSUER=login"}, "must be a web address"},
	} {
		_, _, err := configure(c.env)
		if got := ""; err != nil {
			got = err.Error()
			if c.want == "" || !strings.Contains(got, c.want) {
				t.Errorf("%v: %s; want %q", c.env, got, c.want)
			}
		} else if c.want != "" {
			t.Errorf("%v: taken; want %q", c.env, c.want)
		}
	}
}
