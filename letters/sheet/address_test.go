package sheet

import (
	"slices"
	"strings"
	"testing"
)

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	lines := func(s string) []string { return strings.Split(s, "|") }
	for name, c := range map[string]struct {
		lines []string
		want  []Problem
	}{
		"three lines":             {lines("Ann Jones|1 High Street|ZA1 1AA"), nil},
		"seven lines":             {lines("Ann Jones|Flat 2|Tŷ Gwyn|1 Heol y Dŵr|Caerwen|Sir Gaerwen|ZA1 1AA"), nil},
		"blank lines":             {lines("Ann Jones||1 High Street| |ZA1 1AA|"), nil},
		"untidy postcode":         {lines("Ann Jones|1 High Street| za11aa "), nil},
		"long postcode":           {lines("Ann Jones|1 High Street|ZA1A 9ZZ"), nil},
		"says United Kingdom":     {lines("Ann Jones|1 High Street|ZA1 1AA|United Kingdom"), nil},
		"says Cymru":              {lines("Ann Jones|1 Heol Fawr|ZA1 1AA|Cymru"), nil},
		"figures as names":        {lines("42|7|ZA1 1AA"), nil},
		"forces post":             {lines("Sgt A Jones|1 Rifles|BFPO 58"), nil},
		"forces post, postcode":   {lines("Sgt A Jones|1 Rifles|bfpo58|ZA1 1AA"), nil},
		"45 characters":           {lines(strings.Repeat("ŵ", 45) + "|1 High Street|ZA1 1AA"), nil},
		"nothing":                 {nil, []Problem{AddressIsEmpty}},
		"blanks":                  {lines(" ||\t"), []Problem{AddressIsEmpty}},
		"two lines":               {lines("Ann Jones|ZA1 1AA"), []Problem{NotEnoughAddressLines}},
		"eight lines":             {lines("a|b|c|d|e|f|g|ZA1 1AA"), []Problem{TooManyAddressLines}},
		"46 characters":           {lines(strings.Repeat("x", 46) + "|1 High Street|ZA1 1AA"), []Problem{AddressLineTooLong}},
		"no postcode":             {lines("Ann Jones|1 High Street|Caerwen"), []Problem{NotARealUKPostcode}},
		"postcode not last":       {lines("Ann Jones|ZA1 1AA|Caerwen"), []Problem{NotARealUKPostcode}},
		"unit that cannot be":     {lines("Ann Jones|1 High Street|ZA1 1CA"), []Problem{NotARealUKPostcode}},
		"abroad":                  {lines("Ann Jones|Hauptstrasse 1|10115 Berlin|Germany"), []Problem{CantSendInternationalLetter}},
		"abroad in Welsh":         {lines("Ann Jones|Hauptstrasse 1|10115 Berlin|Yr Almaen"), []Problem{CantSendInternationalLetter}},
		"first line is signs":     {lines("***|1 High Street|ZA1 1AA"), []Problem{InvalidAddressLine1Or2}},
		"second line is signs":    {lines("Ann Jones|--|ZA1 1AA"), []Problem{InvalidAddressLine1Or2}},
		"starts with a bracket":   {lines("Ann Jones|(rear) 1 High Street|ZA1 1AA"), []Problem{InvalidCharInAddress}},
		"starts with a slash":     {lines(`Ann Jones|\1 High Street|ZA1 1AA`), []Problem{InvalidCharInAddress}},
		"NFA":                     {lines("Ann Jones|nfa|ZA1 1AA"), []Problem{NoFixedAbodeAddress}},
		"no fixed abode":          {lines("Ann Jones|of No Fixed Abode|ZA1 1AA"), []Problem{NoFixedAbodeAddress}},
		"no fixed address":        {lines("Ann Jones|No  fixed  address|ZA1 1AA"), []Problem{NoFixedAbodeAddress}},
		"forces post and country": {lines("Sgt A Jones|1 Rifles|BFPO 58|Germany"), []Problem{HasCountryForBFPOAddress}},
		"forces post and UK":      {lines("Sgt A Jones|1 Rifles|BFPO 58|UK"), []Problem{HasCountryForBFPOAddress}},
		"two at once":             {lines("@Ann|Nowhere"), []Problem{NotEnoughAddressLines, InvalidCharInAddress, NotARealUKPostcode}},
	} {
		if got := CheckAddress(c.lines); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q: got %v, want %v", name, c.lines, got, c.want)
		}
	}
}

func TestEveryForbiddenFirstCharacter(t *testing.T) {
	t.Parallel()
	for _, c := range `@()=[]"\/,<>~` {
		got := CheckAddress([]string{"Ann Jones", string(c) + "1 High Street", "ZA1 1AA"})
		if !slices.Equal(got, []Problem{InvalidCharInAddress}) {
			t.Errorf("%q: got %v", c, got)
		}
	}
}

func TestAddressIsPrintedTidy(t *testing.T) {
	t.Parallel()
	got := addressLines([]string{" Sgt  A Jones ", "", "bfpo58", "1 Rifles", "za11aa"})
	want := []string{"Sgt A Jones", "1 Rifles", "ZA1 1AA", "BFPO 58"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Whatever is written in an address, it is judged without a panic, and what is
// passed has 3 to 7 lines that the window can hold.
func FuzzCheckAddress(f *testing.F) {
	f.Add("Ann Jones\n1 High Street\nZA1 1AA")
	f.Add("Sgt A\nBFPO 1\nGermany")
	f.Add("\xff\n\u200b\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		if len(CheckAddress(lines)) > 0 {
			return
		}
		if n := len(addressLines(lines)); n < minAddressLines || n > maxAddressLines {
			t.Errorf("%q passed with %d lines", lines, n)
		}
	})
}
