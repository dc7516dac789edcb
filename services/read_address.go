package services

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A line of an address as it fits the window of a letter, and how many lines do (house and street, town, county; the
// postcode has its own). Source: GOV.UK Notify's letter specification.
const (
	maxAddressLine  = 45
	maxAddressLines = 6
	addressParts    = 4 // of a form, without the postcode
)

// The grammar of a postcode: area, district, sector, unit. The unit never has C I K M O V.
var (
	outwardRE  = regexp.MustCompile(`^(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9]?|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRV-Y]|GIR)$`)
	inwardRE   = regexp.MustCompile(`^[0-9][ABD-HJLNP-UW-Z]{2}$`)
	postcodeAt = regexp.MustCompile(`(?i)[,\s]*\b([A-Z0O][A-Z0-9]{1,3}[ ]*[0-9OIL][A-Z0-9]{2})[.\s]*$`)
)

// ParsePostcode is a UK postcode as 'ZA1 1AA', whatever the spaces and capitals, with a letter O for a nought put right.
// ok is false where it is none.
func ParsePostcode(text string) (postcode string, ok bool) {
	p := strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' || r == '-' || r == '\u00a0' || r == ',' {
			return -1
		}
		return r
	}, text))
	if len(p) < 5 || len(p) > 7 || !isASCII(p) {
		return "", false
	}
	in := digitAt(p[len(p)-3:], 0)
	if !inwardRE.MatchString(in) {
		return "", false
	}
	for _, out := range likeOutward(p[:len(p)-3]) {
		if outwardRE.MatchString(out) && (out != "GIR" || in == "0AA") {
			return out + " " + in, true
		}
	}
	return "", false
}

// likeOutward are the ways an outward part may have been meant: as written first, then with O or 0 exchanged, and I or L
// for 1, where a digit or a letter must stand.
func likeOutward(out string) []string {
	ways := []string{out, digitAt(out, len(out)-1), letterAt(out, 0)}
	if len(out) > 2 {
		ways = append(ways, digitAt(digitAt(out, len(out)-1), len(out)-2), digitAt(out, len(out)-2), letterAt(letterAt(out, 0), 1))
	}
	return ways
}

func digitAt(s string, i int) string {
	return s[:i] + strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s[i:i+1]) + s[i+1:]
}

func letterAt(s string, i int) string {
	return s[:i] + strings.NewReplacer("0", "O").Replace(s[i:i+1]) + s[i+1:]
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (r *reading) postcode() (Value, Problems) {
	p, ok := ParsePostcode(r.line())
	if !ok {
		return Value{}, r.wrong("postcode-not-real", "")
	}
	return Value{Text: p}, nil
}

var noFixed = regexp.MustCompile(`\b(?:no fixed (?:address|abode)|nfa|homeless|no address|dim cyfeiriad(?: sefydlog)?|heb gyfeiriad(?: sefydlog)?|digartref)\b`)

// address reads an address in parts, or written freely with commas or line ends and its postcode last; abroad its country last.
func (r *reading) address() (Value, Problems) {
	if r.free() {
		return r.writtenAddress(r.in.Text)
	}
	if r.in.Get("no-fixed") == "yes" {
		if r.in.Get("line1")+r.in.Get("line2")+r.in.Get("postcode") != "" { // which is right is not ours to guess
			return Value{}, r.wrong("address-both", "no-fixed")
		}
		return Value{Address: &PostAddress{NoFixed: true}}, nil
	}
	if whole := r.in.Get("value"); whole != "" && r.in.Get("line1") == "" {
		return r.writtenAddress(whole)
	}
	if name, home, _ := country(r.in.Get("country")); r.q.Abroad && !home {
		return r.addressAbroad(name)
	}
	var wrong Problems
	for _, part := range []string{"line1", "town", "postcode"} {
		if r.in.Get(part) == "" {
			wrong = append(wrong, r.wrong("address-incomplete", part)...)
		}
	}
	postcode, ok := ParsePostcode(r.in.Get("postcode"))
	if !ok && r.in.Get("postcode") != "" {
		wrong = append(wrong, r.wrong("postcode-not-real", "postcode")...)
	}
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	lines, wrong := r.lines("line1", "line2", "town", "county")
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	return r.addressOf(lines, postcode, "")
}

// lines are the parts of an address as its lines.
func (r *reading) lines(parts ...string) (lines []string, wrong Problems) {
	for _, part := range parts {
		fitted, ok := fit(oneLine(r.in.Get(part)))
		if !ok {
			return nil, r.wrong("too-long", part, "max", maxAddressLine)
		}
		lines = append(lines, fitted...)
	}
	return lines, nil
}

// addressAbroad takes the lines as they are: every country has its own order, and many have no postcode. What was written
// as the postcode is one more line.
func (r *reading) addressAbroad(name string) (Value, Problems) {
	if r.in.Get("line1") == "" {
		return Value{}, r.wrong("address-incomplete", "line1")
	}
	lines, wrong := r.lines("line1", "line2", "town", "county", "postcode")
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	if utf8.RuneCountInString(name) > maxAddressLine {
		return Value{}, r.wrong("too-long", "country", "max", maxAddressLine)
	}
	return r.addressOf(lines, "", name)
}

func (r *reading) addressOf(lines []string, postcode, country string) (Value, Problems) {
	if len(lines) > addressParts { // short ones share a line: a form has no more places to show them in again
		lines, _ = fit(strings.Join(lines, ", "))
	}
	if len(lines) > maxAddressLines {
		return Value{}, r.wrong("too-long", map[bool]string{false: "line1"}[r.free()], "max", maxAddressLine)
	}
	return Value{Address: &PostAddress{Lines: lines, Postcode: postcode, Country: country}}, nil
}

// addressPieces cuts a written address at commas and line ends.
func addressPieces(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '\n' || c == ';' })
}

// writtenCountry is the country that stands last in a written address, and the address without it.
func writtenCountry(text string) (rest, name string, known bool) {
	at := strings.LastIndexAny(text, ",\n;")
	if at < 0 {
		return text, "", false
	}
	name, home, known := country(strings.TrimRight(text[at+1:], ". "))
	if !known || home && name == "" && strings.TrimSpace(text[at+1:]) == "" {
		return text, "", false
	}
	return text[:at], name, true
}

func (r *reading) writtenAddress(text string) (Value, Problems) {
	if noFixed.MatchString(fold(text)) {
		return Value{Address: &PostAddress{NoFixed: true}}, nil
	}
	if rest, name, known := writtenCountry(text); known && name == "" {
		text = rest
	} else if known && r.q.Abroad {
		return r.writtenAbroad(rest, name)
	}
	m := postcodeAt.FindStringSubmatchIndex(text)
	if m == nil || !strings.ContainsFunc(text[m[2]:m[3]], isDigit) { // no postcode, but a town that could be one: "Anytown"
		return Value{}, r.wrong("address-incomplete", "")
	}
	postcode, ok := ParsePostcode(text[m[2]:m[3]])
	if !ok {
		return Value{}, r.wrong("postcode-not-real", "")
	}
	lines, ok := fitAll(afterStreet(addressPieces(text[:m[0]])))
	if !ok {
		return Value{}, r.wrong("too-long", "", "max", maxAddressLine)
	}
	lines = numberWithStreet(lines)
	if len(lines) < 2 {
		return Value{}, r.wrong("address-incomplete", "")
	}
	return r.addressOf(lines, postcode, "")
}

func (r *reading) writtenAbroad(text, name string) (Value, Problems) {
	lines, ok := fitAll(addressPieces(text))
	if !ok {
		return Value{}, r.wrong("too-long", "", "max", maxAddressLine)
	}
	if lines = numberWithStreet(lines); len(lines) == 0 {
		return Value{}, r.wrong("address-incomplete", "")
	}
	return r.addressOf(lines, "", name)
}

func fitAll(pieces []string) (lines []string, ok bool) {
	for _, piece := range pieces {
		fitted, ok := fit(oneLine(piece))
		if !ok {
			return nil, false
		}
		lines = append(lines, fitted...)
	}
	return lines, true
}

// street finds the end of a street's name where a town follows without a comma: "1 High Street Anytown".
var street = regexp.MustCompile(`(?i)^(.*[0-9].*\b(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|terrace|gardens|way|court|place)\.?) +(\pL.+)$`)

func afterStreet(pieces []string) []string {
	if len(pieces) != 1 {
		return pieces
	}
	if m := street.FindStringSubmatch(oneLine(pieces[0])); m != nil {
		return m[1:]
	}
	return pieces
}

var onlyNumber = regexp.MustCompile(`^[0-9]{1,4}[A-Za-z]?$`)

// numberWithStreet joins "1, High Street": a line that is a house number belongs to the next.
func numberWithStreet(lines []string) []string {
	var out []string
	for i := 0; i < len(lines); i++ {
		if onlyNumber.MatchString(lines[i]) && i+1 < len(lines) && utf8.RuneCountInString(lines[i+1]) < maxAddressLine-5 {
			out = append(out, lines[i]+" "+lines[i+1])
			i++
			continue
		}
		out = append(out, lines[i])
	}
	return out
}

// fit breaks a line that is too long for a letter's window, after a comma where there is one, else between words.
func fit(line string) (lines []string, ok bool) {
	for utf8.RuneCountInString(line) > maxAddressLine {
		runes := []rune(line)
		cut := strings.LastIndex(string(runes[:min(maxAddressLine+2, len(runes))]), ", ")
		if cut < 0 {
			cut = strings.LastIndexByte(string(runes[:maxAddressLine+1]), ' ')
		}
		if cut <= 0 {
			return nil, false
		}
		lines = append(lines, strings.TrimRight(line[:cut], ", "))
		line = strings.TrimLeft(line[cut:], ", ")
	}
	if line == "" {
		return lines, true
	}
	return append(lines, line), true
}
