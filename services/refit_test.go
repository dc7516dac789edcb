package services

import (
	"slices"
	"testing"
)

func TestRefit(t *testing.T) {
	t.Parallel()
	from := mustLoad(t, changed(t))
	to := mustLoad(t, changed(t,
		"service.yaml", "version: 3", "version: 4",
		"service.yaml", "{question: near, kind: postcode, optional: true}", "{question: near, kind: text, optional: true}",
		"service.yaml", "options: [zero, four, eight]", "options: [zero, eight]",
		"en.yaml", "four: 4 spoons, ", "", "cy.yaml", "four: 4 llwyaid, ", "",
		"service.yaml", "      - {question: mobile, kind: phone, optional: true}\n", "      - {question: mobile, kind: phone, optional: true}\n      - {question: landline, kind: phone, optional: true}\n",
		"en.yaml", "  mobile: {", "  landline: {ask: Landline, label: Landline}\n  mobile: {", "cy.yaml", "  mobile: {", "  landline: {ask: Llinell, label: Llinell}\n  mobile: {",
		"service.yaml", "max: 500, optional: true", "max: 5, optional: true",
	))
	a := Answers{
		"who": {Choice: []string{"self"}}, "name": {Text: "Ann"}, "born": {Date: &Day{1950, 1, 1}}, "near": {Text: "ZA1 1AA"},
		"drinks": {Choice: []string{"yes"}}, "kinds": {Choice: []string{"black"}}, "strength": {Choice: []string{"four"}},
		"about": {Text: "tea, tea, tea"}, "rules": {Agreed: "3/en"}, "email": {Parked: true},
		"cakes": {Done: true, Rows: []Row{{"cake": {Text: "bara brith"}, "baked": {Date: &Day{2026, 1, 1}}, "sweet": {Choice: []string{"very"}}, "note": {Skipped: true}}}},
	}
	r := Refit(from, to, a, today)
	if want := []string{"near", "strength", "about", "rules"}; !slices.Equal(r.Again, want) {
		t.Errorf("asked again: %v, want %v", r.Again, want)
	}
	for _, kept := range []string{"who", "name", "born", "drinks", "kinds", "cakes", "email"} {
		if asJSON(r.Kept[kept]) != asJSON(a[kept]) {
			t.Errorf("%s became %s", kept, asJSON(r.Kept[kept]))
		}
	}
	if len(r.Kept) != 7 || !slices.Equal(r.New, []string{"landline"}) || len(r.Dropped) != 0 {
		t.Errorf("kept %v, new %v, dropped %v", r.Kept, r.New, r.Dropped)
	}
	if back := Refit(to, from, Answers{"landline": {Text: "+442079460123"}}, today); !slices.Equal(back.Dropped, []string{"landline"}) {
		t.Errorf("dropped %v", back.Dropped)
	}
}

// A list whose rows are made of other things is told again.
func TestRefitOfRows(t *testing.T) {
	t.Parallel()
	from := mustLoad(t, changed(t))
	to := mustLoad(t, changed(t, "service.yaml", "{question: cake, kind: text, max: 40}", "{question: cake, kind: name}"))
	row := Row{"cake": {Text: "x"}, "baked": {Date: &Day{2026, 1, 1}}, "sweet": {Choice: []string{"very"}}, "note": {Skipped: true}}
	for _, v := range []Value{{Done: true, Rows: []Row{row}}, {Rows: []Row{row}}} {
		if r := Refit(from, to, Answers{"cakes": v}, today); !slices.Equal(r.Again, []string{"cakes"}) {
			t.Errorf("%+v: %+v", v, r)
		}
		if r := Refit(from, from, Answers{"cakes": v}, today); len(r.Again) != 0 {
			t.Errorf("the same version: %+v", r)
		}
	}
}
