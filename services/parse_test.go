package services

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

var today = Day{2026, 11, 21}

// tea is the small service of testdata that has every kind of question.
func tea(t testing.TB) *Service {
	t.Helper()
	s, err := Load(os.DirFS("testdata"), "tea-club")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// everyKind is the service of testdata in which every kind, key and test of the language stands.
func everyKind(t testing.TB) *Service {
	t.Helper()
	s, err := Load(os.DirFS("testdata"), "every-kind")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func write(text string) Input { return Input{Text: text} }

func part(kv ...string) Input {
	in := Input{Fields: map[string][]string{}}
	for i := 0; i+1 < len(kv); i += 2 {
		in.Fields[kv[i]] = append(in.Fields[kv[i]], kv[i+1])
	}
	return in
}

func TestParse(t *testing.T) {
	t.Parallel()
	s := tea(t)
	s.Demo = true
	chose := func(codes ...string) Value { return Value{Choice: codes} }
	said := func(text string) Value { return Value{Text: text} }
	on := func(y int, m, d int) Value { return Value{Date: &Day{y, timeMonth(m), d}} }
	at := func(postcode string, lines ...string) Value {
		return Value{Address: &PostAddress{Lines: lines, Postcode: postcode}}
	}
	skipped := Value{Skipped: true}
	grown := Answers{"who": chose("self"), "born": on(1944, 3, 5), "drinks": chose("yes")}
	for _, c := range []struct {
		question string
		in       Input
		want     Value
	}{
		{"born", write("5/3/44"), on(1944, 3, 5)},
		{"born", write("5 March 1944"), on(1944, 3, 5)},
		{"born", write("5 Mawrth 1944"), on(1944, 3, 5)},
		{"born", write("05.03.1944"), on(1944, 3, 5)},
		{"born", write("March 5 1944"), on(1944, 3, 5)},
		{"born", write("March 5th, 1944."), on(1944, 3, 5)},
		{"born", write("1944-03-05"), on(1944, 3, 5)},
		{"born", write("1944 March 5"), on(1944, 3, 5)},
		{"born", write("dydd Mawrth 7fed o Fawrth 1944"), on(1944, 3, 7)},
		{"born", write("Sunday 5th of Mar '44"), on(1944, 3, 5)},
		{"born", write("05031944"), on(1944, 3, 5)},
		{"born", write("19440305"), on(1944, 3, 5)},
		{"born", write("050344"), on(1944, 3, 5)},
		{"born", write("5 3 44"), on(1944, 3, 5)},
		{"born", write("21/11/26"), on(2026, 11, 21)},
		{"born", write("22/11/26"), on(1926, 11, 22)},
		{"born", write("29 Chwe 2000"), on(2000, 2, 29)},
		{"born", write("3 Sept 1950"), on(1950, 9, 3)},
		{"born", part("day", "5", "month", "3", "year", "1944"), on(1944, 3, 5)},
		{"born", part("day", "05", "month", "mawrth", "year", "44"), on(1944, 3, 5)},
		{"born", part("value", "5.3.44"), on(1944, 3, 5)},
		{"start", write("1/2/27"), on(2027, 2, 1)},
		{"start", write("tomorrow"), on(2026, 11, 22)},
		{"start", write("skip"), skipped},
		{"start", part("day", "", "month", "", "year", ""), skipped},
		{"drinks", write("Y"), chose("yes")},
		{"drinks", write("Ydw"), chose("yes")},
		{"drinks", write("oes, diolch"), chose("yes")},
		{"drinks", write("Ie."), chose("yes")},
		{"drinks", write("Yes I do"), chose("yes")},
		{"drinks", write("nac ydw"), chose("no")},
		{"drinks", write("Na"), chose("no")},
		{"drinks", write("No thanks"), chose("no")},
		{"drinks", write("2"), chose("no")},
		{"drinks", part("value", "yes"), chose("yes")},
		{"who", write("2"), chose("friend")},
		{"who", write("(2)"), chose("friend")},
		{"who", write("two"), chose("friend")},
		{"who", write("dau"), chose("friend")},
		{"who", write("option 2"), chose("friend")},
		{"who", write("b"), chose("friend")},
		{"who", write("A FRIEND"), chose("friend")},
		{"who", write("ffrind"), chose("friend")},
		{"who", write("ffr"), chose("friend")},
		{"who", write("fi"), chose("self")},
		{"strength", write("4"), chose("four")},
		{"strength", write("C"), chose("eight")},
		{"strength", write("8 spoons"), chose("eight")},
		{"kinds", write("1 3"), chose("black", "rum")},
		{"kinds", write("3,1 and 2"), chose("black", "green", "rum")},
		{"kinds", write("3, 1 a 2"), chose("black", "green", "rum")},
		{"kinds", write("1. 3."), chose("black", "rum")},
		{"kinds", write("black tea and te gwyrdd"), chose("black", "green")},
		{"kinds", write("1 3 and 2"), chose("black", "green", "rum")},
		{"kinds", write("a c"), chose("black", "rum")},
		{"kinds", write("1 & 3"), chose("black", "rum")},
		{"kinds", write("1\n3\n"), chose("black", "rum")},
		{"kinds", write("1 2 4: nettle, mint & more"), Value{Choice: []string{"black", "green", "other"}, Other: "nettle, mint & more"}},
		{"kinds", write("none"), chose("none")},
		{"kinds", write("dim"), chose("none")},
		{"kinds", write("1, 4 nettle and mint"), Value{Choice: []string{"black", "other"}, Other: "nettle and mint"}},
		{"kinds", write("another kind: mint"), Value{Choice: []string{"other"}, Other: "mint"}},
		{"kinds", part("value", "rum", "value", "black", "other", "not kept"), chose("black", "rum")},
		{"black-cups", write("three"), said("3")},
		{"black-cups", write(" 012 "), said("12")},
		{"mobile", write("07700 900123"), said("+447700900123")},
		{"mobile", write("+44 (0)7700-900.123"), said("+447700900123")},
		{"mobile", write("0044 7700900123"), said("+447700900123")},
		{"mobile", write("it's 07700 900 123 thanks"), said("+447700900123")},
		{"mobile", write("(020) 7946 0000"), said("+442079460000")},
		{"mobile", write("03069 990000"), said("+443069990000")},
		{"mobile", write("none"), skipped},
		{"mobile", write("na"), skipped},
		{"mobile", part("value", ""), skipped},
		{"email", write("My email is M.Ellis@Example.ORG."), said("M.Ellis@example.org")},
		{"near", write("za11aa"), said("ZA1 1AA")},
		{"near", write("ZA1 lAA"), said("ZA1 1AA")},
		{"near", write("sw1a 0aa"), said("SW1A 0AA")},
		{"near", write("SW1A OAA"), said("SW1A 0AA")},
		{"near", write("EC1A1BB"), said("EC1A 1BB")},
		{"near", write("MK1O 1AA"), said("MK10 1AA")},
		{"nino", write("qq 12 34 56 a"), said("QQ123456A")},
		{"nino", write("AB-12-34-56-C"), said("AB123456C")},
		{"nino", write("hepgor"), skipped},
		{"address", write("1 High Street, Anytown, ZA1 1AA"), at("ZA1 1AA", "1 High Street", "Anytown")},
		{"address", write("Flat 2\n1 High Street\nAnytown\nza11aa"), at("ZA1 1AA", "Flat 2", "1 High Street", "Anytown")},
		{"address", write("1, High Street, Anytown ZA1 1AA."), at("ZA1 1AA", "1 High Street", "Anytown")},
		{"address", write("1 High Street Anytown ZA1 1AA"), at("ZA1 1AA", "1 High Street", "Anytown")},
		{"address", write("I have no fixed abode"), Value{Address: &PostAddress{NoFixed: true}}},
		{"address", write("dim cyfeiriad sefydlog"), Value{Address: &PostAddress{NoFixed: true}}},
		{"address", part("line1", "1 High Street", "line2", "", "town", "Anytown", "postcode", "za1 1aa"), at("ZA1 1AA", "1 High Street", "Anytown")},
		{"address", part("no-fixed", "yes", "line1", ""), Value{Address: &PostAddress{NoFixed: true}}},
		{"address", part("line1", "Flat 12, The House With A Very Long Name Indeed, 1 High Street", "town", "Anytown", "postcode", "ZA1 1AA"),
			at("ZA1 1AA", "Flat 12", "The House With A Very Long Name Indeed", "1 High Street", "Anytown")},
		{"name", write("  Siân\u00a0 Llŷr-O'Neil\u200b\x00 "), said("Siân Llŷr-O'Neil")},
		{"name", write("S\u0069\u0061\u0302n"), said("Siân")},
		{"about", part("value", "one\r\ntwo\x07"), said("one\ntwo")},
		{"about", write("skip"), skipped},
		{"photo", write("later"), Value{Later: true}},
		{"photo", part("later", "yes"), Value{Later: true}},
		{"rules", part("agree", "yes"), Value{Agreed: "3/en"}},
		{"rules", Input{Text: "rwy'n cytuno", Lang: "cy"}, Value{Agreed: "3/cy"}},
		{"welcome", write("ok"), said("read")},
	} {
		got, wrong := s.Parse(s.Question(c.question), nil, c.in, grown, today)
		if len(wrong) > 0 || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %+v:\n got %s %+v\nwant %s", c.question, c.in, asJSON(got), wrong, asJSON(c.want))
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	s := tea(t)
	grown := Answers{"who": {Choice: []string{"self"}}, "born": {Date: &Day{1944, 3, 5}}, "drinks": {Choice: []string{"yes"}}}
	long := strings.Repeat("ŵ", 501)
	for _, c := range []struct {
		question string
		in       Input
		code     string
		part     string
	}{
		{"born", write(""), "required", ""},
		{"born", write("skip"), "date-not-real", ""},
		{"born", write("31 February 1944"), "date-not-real", "day"},
		{"born", write("29 Feb 1900"), "date-not-real", "day"},
		{"born", write("3/25/1944"), "date-not-real", "month"},
		{"born", write("5/3/944"), "date-not-real", ""},
		{"born", write("5/3"), "date-incomplete", "year"},
		{"born", write("5 March"), "date-incomplete", "year"},
		{"born", write("March 1944"), "date-incomplete", "day"},
		{"born", write("1944"), "date-incomplete", "day"},
		{"born", write("March 5 1944 1945"), "date-not-real", ""},
		{"born", write("5 Ma 1944"), "date-not-real", ""},
		{"born", write("22/11/2026"), "date-in-future", ""},
		{"born", write("5/3/1844"), "date-too-old", "year"},
		{"born", part("day", "5", "month", "", "year", "1944"), "date-incomplete", "month"},
		{"born", part("day", "5", "month", "0", "year", "1944"), "date-not-real", "month"},
		{"born", part("day", "x", "month", "1", "year", "1944"), "date-not-real", "day"},
		{"born", part("day", "5", "month", "1", "year", "194"), "date-not-real", "year"},
		{"start", write("20/11/2026"), "date-in-past", ""},
		{"start", write("1/1/2226"), "date-not-real", "year"},
		{"drinks", write("perhaps"), "not-a-choice", ""},
		{"drinks", write("no yes"), "not-a-choice", ""},
		{"drinks", write("yes no"), "not-a-choice", ""},
		{"drinks", write("3"), "not-a-choice", ""},
		{"drinks", part("value", ""), "required", ""},
		{"who", write("4"), "not-a-choice", ""},
		{"who", write("0"), "not-a-choice", ""},
		{"who", write("f"), "not-a-choice", ""},
		{"who", write("skip"), "not-a-choice", ""},
		{"who", part("value", "self", "value", "friend"), "too-many", ""},
		{"who", part("value", "<script>"), "not-a-choice", ""},
		{"strength", write("3"), "not-a-choice", ""},
		{"kinds", write("1 5"), "exclusive", ""},
		{"kinds", write("1, 6"), "not-a-choice", ""},
		{"kinds", write("134"), "not-a-choice", ""},
		{"kinds", write("1-3"), "not-a-choice", ""},
		{"kinds", write("4"), "other-required", "other"},
		{"kinds", part("value", "other", "other", " "), "other-required", "other"},
		{"kinds", part("value", "other", "other", strings.Repeat("x", 251)), "too-long", "other"},
		{"black-cups", write("0"), "number-too-small", ""},
		{"black-cups", write("1,000"), "number-too-big", ""},
		{"black-cups", write("2.5"), "number-not-real", ""},
		{"black-cups", write("lots"), "number-not-real", ""},
		{"black-cups", write("99999999999999999999"), "number-not-real", ""},
		{"mobile", write("07700 90012"), "phone-not-real", ""},
		{"mobile", write("07700 900123 or 07700 900124"), "phone-not-real", ""},
		{"mobile", write("+353 1 234 5678"), "phone-not-real", ""},
		{"mobile", write("0909 8790000"), "phone-not-real", ""},
		{"mobile", write("07700 9OO123"), "phone-not-real", ""},
		{"mobile", write("447700900123456"), "phone-not-real", ""},
		{"email", write("margaret at example.org"), "email-not-real", ""},
		{"email", write("m@@example.org"), "email-not-real", ""},
		{"email", write("m@example"), "email-not-real", ""},
		{"email", write("m..e@example.org"), "email-not-real", ""},
		{"email", write("m@-example.org"), "email-not-real", ""},
		{"near", write("ZA1"), "postcode-not-real", ""},
		{"near", write("ZA1 1AC"), "postcode-not-real", ""},
		{"near", write("12345"), "postcode-not-real", ""},
		{"near", write("ŵA1 1AA"), "postcode-not-real", ""},
		{"nino", write("QQ 12 34 56 A"), "nino-not-real", ""},
		{"nino", write("GB 12 34 56 A"), "nino-not-real", ""},
		{"nino", write("AO 12 34 56 A"), "nino-not-real", ""},
		{"nino", write("AB 12 34 56 E"), "nino-not-real", ""},
		{"nino", write("AB 12 34 5"), "nino-not-real", ""},
		{"address", write("1 High Street, Anytown"), "address-incomplete", ""},
		{"address", part("no-fixed", "yes", "line1", "1 High Street", "town", "Anytown", "postcode", "ZA1 1AA"), "address-both", "no-fixed"},
		{"address", write("1 High Street, ZA1 1AA"), "address-incomplete", ""},
		{"address", write("ZA1 1AA"), "address-incomplete", ""},
		{"address", write("1 High Street, Anytown, ZA1 1CC"), "postcode-not-real", ""},
		{"address", write(strings.Repeat("x", 46) + ", Anytown, ZA1 1AA"), "too-long", ""},
		{"address", write(strings.Repeat(strings.Repeat("x", 30)+",", 7) + "Anytown, ZA1 1AA"), "too-long", ""},
		{"address", part("line1", "", "town", "Anytown", "postcode", ""), "address-incomplete", "line1"},
		{"address", part("line1", "1 High Street", "town", "Anytown", "postcode", "ZA1"), "postcode-not-real", "postcode"},
		{"address", part("line1", strings.Repeat("x", 46), "town", "Anytown", "postcode", "ZA1 1AA"), "too-long", "line1"},
		{"name", write("12345"), "required", ""},
		{"name", write("\x00\u200b"), "required", ""},
		{"name", write(strings.Repeat("x", 101)), "too-long", ""},
		{"about", write(long), "too-long", ""},
		{"about", write(strings.Repeat("x", maxInput+1)), "too-long", ""},
		{"photo", write("what?"), "file-required", ""},
		{"rules", write("no"), "agree-required", ""},
		{"rules", part("agree", ""), "agree-required", ""},
	} {
		v, wrong := s.Parse(s.Question(c.question), nil, c.in, grown, today)
		if len(wrong) == 0 || wrong[0].Code != c.code || wrong[0].Field != c.part || wrong[0].Question != c.question {
			t.Errorf("%s %.60v: got %s %v, want %s at %q", c.question, c.in, asJSON(v), wrong, c.code, c.part)
			continue
		}
		if asJSON(v) != "{}" {
			t.Errorf("%s %.60v: refused, and yet %s", c.question, c.in, asJSON(v))
		}
		for _, l := range lang.All {
			if text := s.Sentence(l, wrong[0], grown); text == "" || strings.ContainsAny(text, "[]{}") {
				t.Errorf("%s %s is worded %q", c.question, c.code, text)
			}
		}
	}
}

func TestAnAddressWithSeveralGapsNamesThemAll(t *testing.T) {
	t.Parallel()
	s := tea(t)
	_, wrong := s.Parse(s.Question("address"), nil, part("line1", "", "town", "", "postcode", "nonsense"), nil, today)
	var got []string
	for _, p := range wrong {
		got = append(got, p.Field+": "+s.Sentence(lang.En, p, nil))
	}
	want := "line1: Enter the first line of the address, like 1 High Street\ntown: Enter the town or city\npostcode: Enter a full UK postcode, like ZA1 1AA"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	s := tea(t)
	for question, want := range map[string]string{"who": "1 2 3", "drinks": "1 2", "strength": "A B C"} {
		q := s.Question(question)
		if got := strings.Join(s.Marks(q, s.Offered(q, nil, today)), " "); got != want {
			t.Errorf("%s is marked %s, want %s", question, got, want)
		}
	}
}

// Two-digit years: in the past for a birth, ahead for what is to come, else the nearer.
func TestTwoDigitYears(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		q    Question
		text string
		want int
	}{
		{Question{Past: true}, "21/11/26", 2026}, {Question{Past: true}, "22/11/26", 1926}, {Question{Past: true}, "1/1/44", 1944},
		{Question{Future: true}, "21/11/26", 2026}, {Question{Future: true}, "20/11/26", 2126}, {Question{}, "1/1/44", 2044}, {Question{}, "1/1/57", 1957},
	} {
		d, code, _ := readDay(c.text, today, &c.q)
		if code != "" || d.Y != c.want {
			t.Errorf("%+v %s: %v %s, want %d", c.q, c.text, d, code, c.want)
		}
	}
}
