package services

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/samedoor/samedoor/lang"
)

// The names of countries come from the Unicode CLDR in both languages; these are what people call them besides.
var otherNames = map[string]string{
	"usa": "US", "us": "US", "america": "US", "united states of america": "US", "unol daleithiau": "US", "unol daleithiau america": "US",
	"eire": "IE", "republic of ireland": "IE", "southern ireland": "IE", "gweriniaeth iwerddon": "IE", "uae": "AE", "emirates": "AE", "holland": "NL", "yr iseldiroedd": "NL",
	"hong kong": "HK", "macau": "MO", "macao": "MO", "burma": "MM", "myanmar": "MM", "ivory coast": "CI", "czech republic": "CZ", "gweriniaeth tsiec": "CZ", "palestine": "PS",
	"north macedonia": "MK", "turkiye": "TR", "swaziland": "SZ", "eswatini": "SZ", "cape verde": "CV", "congo": "CG", "drc": "CD", "democratic republic of the congo": "CD",
	"vatican": "VA", "russian federation": "RU", "korea": "KR", "timor leste": "TL", "east timor": "TL", "bosnia": "BA", "tanzania": "TZ", "trinidad": "TT",
	"cyprus": "CY", "channel islands jersey": "JE", "channel islands guernsey": "GG", "alderney": "GG", "sark": "GG",
}

// plainNames are written instead of CLDR's where those are not how a letter is addressed.
var plainNames = map[string]string{"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "CD": "Democratic Republic of the Congo", "CG": "Congo", "CZ": "Czech Republic",
	"CI": "Ivory Coast", "MK": "North Macedonia", "SZ": "Eswatini"}

// homeNames are the United Kingdom, which an address says nothing about.
var homeNames = set("uk", "gb", "great britain", "britain", "united kingdom", "the united kingdom", "england", "scotland", "wales", "northern ireland",
	"deyrnas unedig", "y deyrnas unedig", "du", "y du", "prydain", "prydain fawr", "lloegr", "cymru", "yr alban", "gogledd iwerddon")

// countries are the codes of countries by what they are called, folded, in both languages.
var countries = sync.OnceValue(func() map[string]string {
	byName := map[string]string{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err != nil || !region.IsCountry() || region.String() != string(a)+string(b) || region.String() == "GB" {
				continue
			}
			for _, l := range lang.All {
				if name := fold(countryNames[l].Name(region)); name != "" && !homeNames[name] {
					byName[name] = region.String()
				}
			}
		}
	}
	for name, code := range otherNames {
		byName[name] = code
	}
	return byName
})

var countryNames = map[lang.Lang]display.Namer{
	lang.En: display.Regions(language.English),
	lang.Cy: display.Regions(language.MustParse("cy")),
}

// country is the English name of a country, however it was written; known says that it is one, home that it is the United
// Kingdom. A name nobody knows stays as it is.
func country(text string) (name string, home, known bool) {
	word := fold(text)
	if homeNames[word] {
		return "", true, true
	}
	code, known := countries()[word]
	if !known {
		code, known = countries()[strings.TrimPrefix(word, "the ")]
	}
	if !known {
		return oneLine(text), word == "", false
	}
	return countryName(lang.En, code), false, true
}

func countryName(l lang.Lang, code string) string {
	if name, plain := plainNames[code]; plain && l == lang.En {
		return name
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return countryNames[l].Name(region)
}

// showCountry is the name of a country, as an address keeps it, in a language.
func showCountry(l lang.Lang, name string) string {
	if code, known := countries()[fold(name)]; known {
		return countryName(l, code)
	}
	return name
}
