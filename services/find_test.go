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
