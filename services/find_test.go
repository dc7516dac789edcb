package services

import (
	"testing"

	"github.com/samedoor/samedoor/lang"
)

func TestFind(t *testing.T) {
	t.Parallel()
	club := mustLoad(t, changed(t, "en.yaml", "summary:", "also: [brew, cup of char]\nsummary:", "cy.yaml", "summary:", "also: [paned]\nsummary:"))
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	badge := catalogue["blue-badge"]
	all := []*Service{badge, club}
	for query, want := range map[string]*Service{
		"blue badge": badge, "blu bage": badge, "BADGE": badge, "how do I get a blue badge?": badge, "bathodyn glas": badge, "bathodin": badge,
		"parking": badge, "disabeld parking": badge, "tea": club, "brew": club, "paned": club, "giraffe": nil, "qqqq": nil, "x": nil,
	} {
		for _, l := range lang.All {
			got := Find(all, l, query)
			if want == nil && len(got) > 0 || want != nil && (len(got) == 0 || got[0] != want) {
				t.Errorf("%q in %s finds %v", query, l, got)
			}
		}
	}
	if got := Find(all, lang.En, "  "); len(got) != 2 || got[0] != badge {
		t.Errorf("nothing to look for finds %d", len(got))
	}
	if got := Find(all, lang.En, "how do I apply for it"); len(got) != 0 {
		t.Errorf("empty words find %d", len(got))
	}
}

// What people write, with their slips, leads to what they mean, in the catalogue as it is.
func TestTheCatalogueIsFound(t *testing.T) {
	t.Parallel()
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var all []*Service
	for _, s := range catalogue {
		all = append(all, s)
	}
	for query, want := range map[string]string{
		"disabeld parkin": "blue-badge", "parcio anabl": "blue-badge", "bus": "bus-pass", "tocyn bws": "bus-pass", "free buss travel": "bus-pass",
		"my mum has died": "tell-us-once", "marwolaeth": "tell-us-once", "lost my job": "jobseekers-allowance", "di-waith": "jobseekers-allowance",
		"moving house": "change-of-address", "newid cyfeiriad": "change-of-address", "child benifit": "child-benefit", "budd-dal plant": "child-benefit",
		"help with council tax": "council-tax-reduction", "treth gyngor": "council-tax-reduction", "university loan": "student-finance", "driving licence": "driving-licence-70",
		"trwydded yrru": "driving-licence-70", "state pension": "state-pension", "pension credit": "pension-credit", "credyd pensiwn": "pension-credit",
		"attendence allowance": "attendance-allowance", "lwfans gweini": "attendance-allowance", "secondary school": "school-place", "ysgol uwchradd": "school-place",
	} {
		got := Find(all, lang.En, query)
		if len(got) == 0 || got[0].ID != want {
			first := "nothing"
			if len(got) > 0 {
				first = got[0].ID
			}
			t.Errorf("%q finds %s, want %s", query, first, want)
		}
	}
}
