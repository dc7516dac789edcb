package sms

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// Whoever texts learns the same from a number that is on somebody's record and from one that is on nobody's, until they have proven who
// they are: names and dates of birth that are tried from another phone are answered alike, right or wrong.
func TestATextDoesNotTellWhetherSomebodyIsKnown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Margaret Ellis", phone, services.Day{Y: 1944, M: 3, D: 5}, accounts.Needs{})
	const nobodys, another = "+447700900781", "+447700900782"
	script := []string{"Hello", "Margaret Ellis", "5/3/1944", "Margaret 5/3/1944", "status", "?"}
	said := func(from string, tried map[int]string) (all []string) {
		for i, body := range script {
			if other, ok := tried[i]; ok {
				body = other
			}
			for _, m := range b.says(from, body) {
				all = append(all, m.Body)
			}
		}
		return all
	}
	right := said(nobodys, nil)
	wrong := said(another, map[int]string{1: "Dilys Nobody", 2: "1/1/1950", 3: "Dilys 1/1/1950"})
	if strings.Join(right, "\n") != strings.Join(wrong, "\n") || len(right) == 0 {
		t.Errorf("a right name and date from a strange phone is answered\n%q\nand a wrong one\n%q", right, wrong)
	}
	for _, body := range append(right, wrong...) {
		if containsText(body, "Margaret") || containsText(body, "Ellis") {
			t.Errorf("somebody is named: %s", body)
		}
	}
}
