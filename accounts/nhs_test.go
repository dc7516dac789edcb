package accounts

import "testing"

func TestAnNHSNumberFindsAndVetoes(t *testing.T) {
	b := setup(t)
	d := margaret()
	d.NINO, d.NHS = "", "999 000 0018"
	a := b.create(t, d)
	if got := b.read(t, a.ID).NHS; got != "9990000018" {
		t.Errorf("stored as %q", got)
	}
	other := margaret()
	other.FullName, other.DateOfBirth, other.NINO, other.NHS = "Dilys Penhallow", born(1950, 1, 2), "", "9990000026"
	b.create(t, other)
	for _, line := range []string{"999 000 0018", "9990000018", "999-000-0018", "nhs 999 000 0018 ellis"} {
		found, err := b.reg.Search(t.Context(), agent, line)
		if err != nil || len(found) != 1 || found[0].ID != a.ID || found[0].Because[0] != "accounts.fits.nhs" && found[0].Because[1] != "accounts.fits.nhs" {
			t.Errorf("%q finds %v because %v, %v", line, found, found[0].Because, err)
		}
	}
	twin := d
	twin.NHS = "9990000026"
	for _, f := range b.near(t, twin) {
		if f.ID == a.ID && f.Score >= 0.5 {
			t.Errorf("two NHS numbers are taken for one person at %.2f", f.Score)
		}
	}
	_, problems, err := b.reg.Create(t.Context(), agent, Details{FullName: "A", NHS: "999 000 0019"})
	if err != nil || len(problems) != 1 || problems[0].Question != "nhs" {
		t.Errorf("a number that does not check: %v, %v", problems, err)
	}
	// a mobile without its 0 that happens to check as an NHS number is still a mobile
	mobile := margaret()
	mobile.FullName, mobile.Mobile, mobile.Landline, mobile.NINO = "Ravi Patel", "07700 900 019", "", ""
	m := b.create(t, mobile)
	found, err := b.reg.Search(t.Context(), agent, "7700900019 patel")
	if err != nil || len(found) == 0 || found[0].ID != m.ID {
		t.Errorf("a mobile without its 0 finds %v, %v", found, err)
	}
}

func (b bundle) near(t *testing.T, d Details) []Found {
	t.Helper()
	found, err := b.reg.Near(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
