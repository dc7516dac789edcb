package services

import (
	"os"
	"reflect"
	"testing"
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
		{"kinds", write("none"), chose("none")},
		{"kinds", write("dim"), chose("none")},
		{"kinds", write("1, 4 nettle and mint"), Value{Choice: []string{"black", "other"}, Other: "nettle, mint"}},
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
