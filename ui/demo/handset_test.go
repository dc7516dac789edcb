package demo

import "testing"

func TestNumbersAsTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"07700 900950": "+447700900950", "+44 7700 900950": "+447700900950", "(07700) 900-950": "+447700900950", "": ""} {
		if got := e164(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	if got := national("+447700900950"); got != "07700 900950" {
		t.Errorf("shown as %q", got)
	}
}

func TestAddressesInAMessageCanBeTapped(t *testing.T) {
	t.Parallel()
	got := parts("Go to http://127.0.0.1:8080/c/JTN3-5BL9-J49V. Reply STOP.")
	if len(got) != 3 || got[1].Href != "http://127.0.0.1:8080/c/JTN3-5BL9-J49V" || got[2].Text != ". Reply STOP." {
		t.Errorf("parts %+v", got)
	}
	if got := parts("javascript:alert(1) <b>"); len(got) != 1 || got[0].Href != "" {
		t.Errorf("what is no web address became one: %+v", got)
	}
}
