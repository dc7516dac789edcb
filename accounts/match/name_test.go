package match

import (
	"slices"
	"testing"
)

func TestSound(t *testing.T) {
	t.Parallel()
	alike := [][]string{
		{"phillips", "philips", "phillip"}, {"griffith", "griffiths", "gruffydd", "gryffith"}, {"howell", "hywel", "howel", "howells"},
		{"mackenzie", "mckenzie"}, {"macintyre", "mcintyre"}, {"mcdonald", "macdonald"}, {"catherine", "kathryn", "katherine", "catrin"},
		{"llewellyn", "llewelyn", "lewellin"}, {"lloyd", "loyd"}, {"rhys", "reece", "rees", "reese"}, {"knight", "night"}, {"wright", "right"},
		{"hughes", "hues"}, {"vaughan", "vaughn"}, {"geoffrey", "jeffrey"}, {"gillian", "jillian"}, {"stephen", "steven"}, {"ffion", "fion"},
		{"smith", "smyth", "smythe"}, {"clark", "clarke"}, {"ellis", "elis", "ellice"}, {"thomas", "tomas"}, {"sarah", "sara"},
		{"callaghan", "callahan"}, {"jackson", "jakson"}, {"davies", "davis"}, {"sian", "shan"}, {"gwyneth", "gwynedd"}, {"christina", "kristina"},
	}
	for _, group := range alike {
		for _, w := range group[1:] {
			if Sound(w) != Sound(group[0]) {
				t.Errorf("%s is %s, %s is %s", group[0], Sound(group[0]), w, Sound(w))
			}
		}
	}
	for _, pair := range [][2]string{{"smith", "jones"}, {"ellis", "evans"}, {"williams", "phillips"}, {"mark", "mary"}, {"robert", "roger"}} {
		if Sound(pair[0]) == Sound(pair[1]) {
			t.Errorf("%v sound the same: %s", pair, Sound(pair[0]))
		}
	}
}

func TestReadName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		full           string
		given, surname []string
	}{
		{"Margaret Ellis", []string{"margaret"}, []string{"ellis"}},
		{"Mrs. MARGARET  Ellis", []string{"margaret"}, []string{"ellis"}},
		{"Lord", nil, []string{"lord"}},
		{"Jack Lord", []string{"jack"}, []string{"lord"}},
		{"Sir Jack Lord", []string{"jack"}, []string{"lord"}},
		{"Dafydd ap Rhys", []string{"dafydd"}, []string{"rhys"}},
		{"Seán O’Brien", []string{"sean"}, []string{"obrien"}},
		{"Sean O Brien", []string{"sean"}, []string{"obrien"}},
		{"Flora Mac Donald", []string{"flora"}, []string{"macdonald"}},
		{"Mary Ann Jones", []string{"mary", "maryann", "ann"}, []string{"jones"}},
		{"Anna-Louise Smith-Jones", []string{"annalouise", "anna"}, []string{"smithjones", "smith", "jones"}},
		{"Pieter van der Dyke", []string{"pieter"}, []string{"vanderdyke", "dyke"}},
		{"Bjørn Łukasz Straße", []string{"bjorn", "bjornlukasz", "lukasz"}, []string{"strasse"}},
		{"吴 秀英", []string{"吴"}, []string{"秀英"}},
		{"", nil, nil},
		{"!!! 42", nil, nil},
	}
	for _, tt := range tests {
		n := ReadName(tt.full)
		if !slices.Equal(n.Given, tt.given) || !slices.Equal(n.Surname, tt.surname) {
			t.Errorf("%q: %v, %v; want %v, %v", tt.full, n.Given, n.Surname, tt.given, tt.surname)
		}
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"bill", "william"}, {"bill", "will"}, {"peggy", "margaret"}, {"dai", "dafydd"}, {"sian", "jane"}, {"bob", "robert"}, {"alex", "alexandra"}, {"zebedee", "zebedee"}} {
		if !SameGiven(pair[0], pair[1]) || !SameGiven(pair[1], pair[0]) {
			t.Errorf("%v are not one name", pair)
		}
	}
	for _, pair := range [][2]string{{"bill", "robert"}, {"alexander", "alexandra"}, {"jane", "june"}, {"", "william"}} {
		if SameGiven(pair[0], pair[1]) {
			t.Errorf("%v are one name", pair)
		}
	}
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	// Winkler's own examples, to three places
	for pair, want := range map[[2]string]float64{{"martha", "marhta"}: 0.961, {"dwayne", "duane"}: 0.840, {"dixon", "dicksonx"}: 0.813, {"a", "a"}: 1, {"a", "b"}: 0, {"", "a"}: 0} {
		if got := Similar(pair[0], pair[1]); got < want-0.001 || got > want+0.001 {
			t.Errorf("%v: %.3f, want %.3f", pair, got, want)
		}
	}
	for pair, want := range map[[2]string]bool{{"ellis", "elkis"}: true, {"ellis", "elis"}: true, {"ellis", "elliis"}: true, {"ellis", "lelis"}: true, {"ellis", "ellis"}: true,
		{"ellis", "elsil"}: false, {"ellis", "el"}: false, {"ellis", "evans"}: false, {"", ""}: true, {"", "a"}: true} {
		if OneSlip(pair[0], pair[1]) != want || OneSlip(pair[1], pair[0]) != want {
			t.Errorf("%v: want %v", pair, want)
		}
	}
}
