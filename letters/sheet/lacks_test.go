package sheet

import "testing"

func TestLacks(t *testing.T) {
	t.Parallel()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Siân o’r tŷ ŵyl – £5\nyn “iawn”": "", "a 茶 of 茶": "茶", "☕": "☕", "Nguyễn": "",
	} {
		if got := string(p.Lacks(text)); got != want {
			t.Errorf("%q lacks %q, want %q", text, got, want)
		}
	}
}
