package match

import (
	"regexp"
	"strings"
	"unicode"
)

// place is an address taken apart.
type place struct {
	postcode string // no spaces, upper case
	outward  string // its first half, where it has two
	sector   string // outward and the figure after
	town     string
	street   string // the line with the house's number, or the first; folded, shortened
	line2    string // the other lines
	house    string
}

var ukPostcode = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])[A-Z]{2}$`)

// nowhere are postcodes that say that there is no address, or that it is not known.
var nowhere = set("ZZ993VZ", "ZZ993WZ", "ZZ993CZ")

func readPlace(a Address) place {
	at := place{town: plain(a.Town), postcode: readPostcode(a.Postcode)}
	if m := ukPostcode.FindStringSubmatch(at.postcode); m != nil {
		at.outward, at.sector = m[1], m[1]+m[2]
	}
	var lines []string
	for _, l := range a.Lines {
		house, rest := readLine(l)
		if house != "" && at.house == "" {
			at.house = house
			if rest != "" {
				lines = append([]string{rest}, lines...)
			}
		} else if rest != "" {
			lines = append(lines, rest)
		}
	}
	if len(lines) > 0 {
		at.street, at.line2 = lines[0], strings.Join(lines[1:], " ")
	}
	return at
}

// SamePostcode says whether two writings are of one postcode.
func SamePostcode(a, b string) bool { return readPostcode(a) == readPostcode(b) }

func (p place) known() bool { return p.postcode+p.town+p.street+p.house != "" }

func readPostcode(s string) string {
	pc := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.TrimSuffix(missing(s), ".0")))
	if nowhere[pc] {
		return ""
	}
	return pc
}

// short are words of streets that are written in two ways.
var short = map[string]string{"street": "st", "saint": "st", "road": "rd", "avenue": "av", "ave": "av", "lane": "ln", "close": "cl", "drive": "dr", "drv": "dr",
	"crescent": "cr", "cres": "cr", "place": "pl", "court": "ct", "crt": "ct", "terrace": "ter", "terr": "ter", "gardens": "gdns", "square": "sq",
	"circuit": "cct", "grove": "gr", "mount": "mt", "parade": "pde", "heol": "rd", "ffordd": "rd", "stryd": "st", "apartment": "flat", "apt": "flat", "number": "", "no": ""}

// readLine splits the house's number off one line of an address.
func readLine(l string) (house, rest string) {
	var out []string
	for _, w := range strings.Fields(plain(l)) {
		if s, ok := short[w]; ok {
			w = s
		}
		if w == "" {
			continue
		}
		if w[0] >= '0' && w[0] <= '9' && house == "" && len(out) < 2 {
			house = strings.TrimLeft(w, "0")
			continue
		}
		out = append(out, w)
	}
	return house, strings.Join(out, " ")
}
