package services

import (
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// What people write, and what it is read as: JSON of the value, or the code of the problem.
func TestKindsAreRead(t *testing.T) {
	t.Parallel()
	s := tea(t)
	for _, c := range []struct {
		q    Question
		text string
		want string
	}{
		{Question{Kind: Time}, "2.30pm", "14:30"},
		{Question{Kind: Time}, "14:30", "14:30"},
		{Question{Kind: Time}, "1430", "14:30"},
		{Question{Kind: Time}, "02:30", "02:30"},
		{Question{Kind: Time}, "2.30", "14:30"},
		{Question{Kind: Time}, "9.15", "09:15"},
		{Question{Kind: Time}, "2pm", "14:00"},
		{Question{Kind: Time}, "2 p.m.", "14:00"},
		{Question{Kind: Time}, "12am", "00:00"},
		{Question{Kind: Time}, "12pm", "12:00"},
		{Question{Kind: Time}, "9 o'clock", "09:00"},
		{Question{Kind: Time}, "at 9 o’clock in the morning", "09:00"},
		{Question{Kind: Time}, "2 o'clock", "14:00"},
		{Question{Kind: Time}, "Half past two", "14:30"},
		{Question{Kind: Time}, "half past 2 in the morning", "02:30"},
		{Question{Kind: Time}, "quarter to nine", "08:45"},
		{Question{Kind: Time}, "a quarter to one", "12:45"},
		{Question{Kind: Time}, "twenty past four", "16:20"},
		{Question{Kind: Time}, "two thirty", "14:30"},
		{Question{Kind: Time}, "noon", "12:00"},
		{Question{Kind: Time}, "Midnight", "00:00"},
		{Question{Kind: Time}, "hanner awr wedi dau", "14:30"},
		{Question{Kind: Time}, "chwarter i dri", "14:45"},
		{Question{Kind: Time}, "pum munud ar hugain wedi deg", "10:25"},
		{Question{Kind: Time}, "ugain munud i bedwar y prynhawn", "15:40"},
		{Question{Kind: Time}, "tri o'r gloch", "15:00"},
		{Question{Kind: Time}, "9yb", "09:00"},
		{Question{Kind: Time}, "2:30 yh", "14:30"},
		{Question{Kind: Time}, "hanner dydd", "12:00"},
		{Question{Kind: Time}, "25:00", "time-not-real"},
		{Question{Kind: Time}, "14:60", "time-not-real"},
		{Question{Kind: Time}, "13am", "time-not-real"},
		{Question{Kind: Time}, "soon", "time-not-real"},

		{Question{Kind: Money}, "£1,250.50", "1250.50"},
		{Question{Kind: Money}, "1250", "1250.00"},
		{Question{Kind: Money}, "12.5", "12.50"},
		{Question{Kind: Money}, "£ 12", "12.00"},
		{Question{Kind: Money}, "12 pounds", "12.00"},
		{Question{Kind: Money}, "12 o bunnoedd", "12.00"},
		{Question{Kind: Money}, "50p", "0.50"},
		{Question{Kind: Money}, "nothing", "0.00"},
		{Question{Kind: Money}, "-0", "0.00"},
		{Question{Kind: Money}, "-£0.00", "0.00"},
		{Question{Kind: Money}, "ten pounds", "10.00"},
		{Question{Kind: Money}, "007", "7.00"},
		{Question{Kind: Money}, "1 250 000.00", "1250000.00"},
		{Question{Kind: Money}, "12.505", "amount-not-real"},
		{Question{Kind: Money}, "1,25", "amount-not-real"},
		{Question{Kind: Money}, "lots", "amount-not-real"},
		{Question{Kind: Money}, "-5", "number-too-small"},
		{Question{Kind: Money, Max: 100}, "100.01", "number-too-big"},
		{Question{Kind: Money, Min: 10}, "9.99", "number-too-small"},

		{Question{Kind: Number, Decimals: 2}, "7.25", "7.25"},
		{Question{Kind: Number, Decimals: 2}, "7.50", "7.5"},
		{Question{Kind: Number, Decimals: 2}, ".5", "0.5"},
		{Question{Kind: Number, Decimals: 2}, "7.0", "7"},
		{Question{Kind: Number, Decimals: 2}, "1,234.5", "1234.5"},
		{Question{Kind: Number, Decimals: 2}, "7.255", "too-many-decimals"},
		{Question{Kind: Number, Decimals: 2}, "seven and a half", "decimal-not-real"},
		{Question{Kind: Number}, "7.5", "number-not-real"},
		{Question{Kind: Number, Decimals: 1, Max: 7}, "7.1", "number-too-big"},

		{Question{Kind: WebAddress}, "www.example.org", "www.example.org"},
		{Question{Kind: WebAddress}, "HTTPS://Example.ORG/Path?q=1", "https://example.org/Path?q=1"},
		{Question{Kind: WebAddress}, "it is www.example.org, thanks", "www.example.org"},
		{Question{Kind: WebAddress}, "javascript:alert(1)", "web-address-not-real"},
		{Question{Kind: WebAddress}, "ftp://example.org", "web-address-not-real"},
		{Question{Kind: WebAddress}, "example", "web-address-not-real"},
		{Question{Kind: WebAddress}, `www.example.org/"><script>`, "web-address-not-real"},

		{Question{Kind: NHSNumber}, "999 012 3454", "9990123454"},
		{Question{Kind: NHSNumber}, "it's 999-012-3454 I think", "9990123454"},
		{Question{Kind: NHSNumber}, "999 012 3455", "nhs-number-not-real"},
		{Question{Kind: NHSNumber}, "999 021 3454", "nhs-number-not-real"},
		{Question{Kind: NHSNumber}, "9991234560", "nhs-number-not-real"}, // would need 10
		{Question{Kind: NHSNumber}, "999 012 345", "nhs-number-not-real"},

		{Question{Kind: UTR}, "11234 56789", "1123456789"},
		{Question{Kind: UTR}, "1123456789K", "1123456789"},
		{Question{Kind: UTR}, "2234567890", "2234567890"},
		{Question{Kind: UTR}, "1234567890", "utr-not-real"},
		{Question{Kind: UTR}, "112345678", "utr-not-real"},

		{Question{Kind: Vehicle}, "ab12 cde", "AB12CDE"},
		{Question{Kind: Vehicle}, "ABI2 CDE", "AB12CDE"},
		{Question{Kind: Vehicle}, "A123 BCD", "A123BCD"},
		{Question{Kind: Vehicle}, "Q123 BCD", "Q123BCD"},
		{Question{Kind: Vehicle}, "ABC 123D", "ABC123D"},
		{Question{Kind: Vehicle}, "A 1", "A1"},
		{Question{Kind: Vehicle}, "1234 AB", "1234AB"},
		{Question{Kind: Vehicle}, "AIZ 1234", "AIZ1234"},
		{Question{Kind: Vehicle}, "101 D 234", "101D234"},
		{Question{Kind: Vehicle}, "ABCD 123", "vehicle-not-real"},
		{Question{Kind: Vehicle}, "12345", "vehicle-not-real"},
		{Question{Kind: Vehicle}, "a red one", "vehicle-not-real"},

		{Question{Kind: Month}, "March 2026", "2026-03"},
		{Question{Kind: Month}, "03/2026", "2026-03"},
		{Question{Kind: Month}, "3/26", "2026-03"},
		{Question{Kind: Month}, "2026-03", "2026-03"},
		{Question{Kind: Month}, "Mawrth 2026", "2026-03"},
		{Question{Kind: Month}, "ym mis Mawrth 2026", "2026-03"},
		{Question{Kind: Month}, "5 March 2026", "2026-03"},
		{Question{Kind: Month}, "this month", "2026-11"},
		{Question{Kind: Month}, "mis diwethaf", "2026-10"},
		{Question{Kind: Month}, "13/2026", "month-not-real"},
		{Question{Kind: Month}, "March", "month-not-real"},
		{Question{Kind: Month}, "2026", "month-not-real"},
		{Question{Kind: Month, Past: true}, "November 2026", "2026-11"},
		{Question{Kind: Month, Past: true}, "December 2026", "date-in-future"},
		{Question{Kind: Month, Future: true}, "November 2026", "2026-11"},
		{Question{Kind: Month, Future: true}, "October 2026", "date-in-past"},

		{Question{Kind: Date, Precision: ToMonth}, "March 1950", "1950-03"},
		{Question{Kind: Date, Precision: ToMonth}, "3/1950", "1950-03"},
		{Question{Kind: Date, Precision: ToMonth}, "5 March 1950", "1950-03-05"},
		{Question{Kind: Date, Precision: ToMonth, Past: true}, "March 50", "1950-03"},
		{Question{Kind: Date, Precision: ToMonth}, "1950", "date-incomplete"},
		{Question{Kind: Date, Precision: ToYear}, "1950", "1950"},
		{Question{Kind: Date, Precision: ToYear}, "about 1950", "1950"},
		{Question{Kind: Date, Precision: ToYear}, "tua Mawrth 1950", "1950-03"},
		{Question{Kind: Date, Precision: ToYear}, "March", "date-incomplete"},
		{Question{Kind: Date, Precision: ToYear, Past: true}, "2027", "date-in-future"},
		{Question{Kind: Date, Precision: ToYear, Past: true}, "2026", "2026"},
		{Question{Kind: Date}, "March 1950", "date-incomplete"},
		{Question{Kind: Date}, "1950", "date-incomplete"},

		{Question{Kind: Bank}, "M Ellis 30-94-30 00733445", "M Ellis|309430|00733445|"},
		{Question{Kind: Bank}, "M Ellis, 309430, 733445", "M Ellis|309430|00733445|"},
		{Question{Kind: Bank}, "Name: M Ellis\nSort code: 30 94 30\nAccount number: 0733445", "M Ellis|309430|00733445|"},
		{Question{Kind: Bank}, "30-94-30 00733445 Mr & Mrs O'Brien roll no A/123-4", "Mr & Mrs O'Brien|309430|00733445|A/123-4"},
		{Question{Kind: Bank}, "M Ellis 30-94-30", "bank-incomplete"},
		{Question{Kind: Bank}, "30-94-30 00733445", "bank-incomplete"},

		{Question{Kind: Address, Abroad: true}, "12 Rue de la Paix, 75002 Paris, France", "12 Rue de la Paix/75002 Paris//France"},
		{Question{Kind: Address, Abroad: true}, "12 Rue de la Paix\n75002 Paris\nFfrainc", "12 Rue de la Paix/75002 Paris//France"},
		{Question{Kind: Address, Abroad: true}, "5 Main St, Springfield, IL 62701, USA", "5 Main St/Springfield/IL 62701//United States"},
		{Question{Kind: Address, Abroad: true}, "1 High Street, Anytown, ZA1 1AA", "1 High Street/Anytown/ZA1 1AA/"},
		{Question{Kind: Address, Abroad: true}, "1 High Street, Anytown, ZA1 1AA, Wales", "1 High Street/Anytown/ZA1 1AA/"},
		{Question{Kind: Address, Abroad: true}, "1 High Street, Anytown", "address-incomplete"},
		{Question{Kind: Address}, "1 High Street, Anytown, ZA1 1AA, UK", "1 High Street/Anytown/ZA1 1AA/"},
		{Question{Kind: Address}, "12 Rue de la Paix, 75002 Paris, France", "address-incomplete"},

		{Question{Kind: Signature}, "AGREE Margaret Ellis", "Margaret Ellis signed 3/en"},
		{Question{Kind: Signature}, "I agree, Margaret Ellis", "Margaret Ellis signed 3/en"},
		{Question{Kind: Signature}, "Rwy'n cytuno Ŵyn Ellis", "Ŵyn Ellis signed 3/en"},
		{Question{Kind: Signature}, "Margaret Ellis", "Margaret Ellis signed 3/en"},
		{Question{Kind: Signature}, "AGREE", "signature-required"},
		{Question{Kind: Signature}, "yes", "signature-required"},
		{Question{Kind: Signature}, "no", "agree-required"},
		{Question{Kind: Signature}, "", "signature-required"},

		{Question{Kind: LongText, Words: 3}, "one two three", "one two three"},
		{Question{Kind: LongText, Words: 3}, "one two three four", "too-many-words"},

		{Question{Kind: Text}, "I don't know", "unknown-not-taken"},
		{Question{Kind: Text, Optional: true}, "I don't know", "skipped"},
		{Question{Kind: Text, Unknown: true}, "I don't know", "unknown"},
		{Question{Kind: Text, Unknown: true, Optional: true}, "dwi ddim yn siŵr", "unknown"},
		{Question{Kind: Money, Unknown: true}, "dim syniad", "unknown"},
		{Question{Kind: Date, Unknown: true}, "not sure", "unknown"},
		{Question{Kind: YesNo}, "not sure", "unknown-not-taken"},
	} {
		c.q.ID = "x"
		v, wrong := s.Parse(&c.q, nil, Input{Text: c.text}, nil, today)
		if got := readAs(v, wrong); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.q.Kind, c.text, got, c.want)
		}
		for _, l := range lang.All {
			if len(wrong) == 0 && !v.Skipped && s.Show(l, &c.q, v, nil)[0] == lang.T(l, "answers.none") {
				t.Errorf("%s %q shows nothing", c.q.Kind, c.text)
			}
			for _, p := range wrong {
				if text := s.Sentence(l, p, nil); text == "" || text[0] == '[' {
					t.Errorf("%s is worded %q", p.Code, text)
				}
			}
		}
	}
}

func readAs(v Value, wrong Problems) string {
	switch {
	case len(wrong) > 0:
		return wrong[0].Code
	case v.Unknown:
		return "unknown"
	case v.Skipped:
		return "skipped"
	case v.Date != nil && v.Date.M == 0:
		return v.Date.iso()[:4]
	case v.Date != nil && v.Date.D == 0:
		return v.Date.iso()[:7]
	case v.Date != nil:
		return v.Date.iso()
	case v.Bank != nil:
		return v.Bank.Holder + "|" + v.Bank.SortCode + "|" + v.Bank.Account + "|" + v.Bank.Roll
	case v.Address != nil:
		lines := ""
		for _, line := range v.Address.Lines {
			lines += line + "/"
		}
		return lines + v.Address.Postcode + "/" + v.Address.Country
	case v.Agreed != "":
		return v.Text + " signed " + v.Agreed
	}
	return v.Text
}

func TestPuttingOff(t *testing.T) {
	t.Parallel()
	s := tea(t)
	row := []Row{{"a": {Text: "x"}}}
	for _, c := range []struct {
		q    Question
		prev *Value
		in   Input
		want string
	}{
		{Question{Kind: Text}, nil, part("park", "yes"), `{"parked":true}`},
		{Question{Kind: Text}, &Value{Text: "before"}, part("park", "yes"), `{"parked":true}`},
		{Question{Kind: List, Fields: []Question{{ID: "a", Kind: Text}}}, &Value{Rows: row}, part("park", "yes"), `{"rows":[{"a":{"text":"x"}}],"parked":true}`},
		{Question{Kind: Text}, nil, part("unknown", "yes"), `{"unknown":true,"parked":true}`},
		{Question{Kind: Text, Unknown: true}, nil, part("unknown", "yes", "value", "x"), `{"unknown":true}`},
		{Question{Kind: Declaration}, nil, part("unknown", "yes"), `{"unknown":true,"parked":true}`},
		{Question{Kind: Info}, nil, part("park", "yes"), `{"text":"read"}`},
	} {
		c.q.ID = "x"
		v, wrong := s.Parse(&c.q, c.prev, c.in, nil, today)
		if got := asJSON(v); got != c.want || len(wrong) > 0 {
			t.Errorf("%s %+v: %s %v, want %s", c.q.Kind, c.in, got, wrong, c.want)
		}
		if v.Parked && c.q.Complete(v) {
			t.Errorf("%s: what is put off is complete", c.q.Kind)
		}
	}
}

func TestPartsOfNewKinds(t *testing.T) {
	t.Parallel()
	s := tea(t)
	for _, c := range []struct {
		q          Question
		in         Input
		want, part string
	}{
		{Question{Kind: Month}, part("month", "3", "year", "2026"), "2026-03", ""},
		{Question{Kind: Month}, part("month", "", "year", "2026"), "month-not-real", "month"},
		{Question{Kind: Month}, part("month", "3", "year", ""), "month-not-real", "year"},
		{Question{Kind: Date, Precision: ToYear}, part("day", "", "month", "", "year", "1950"), "1950", ""},
		{Question{Kind: Date, Precision: ToYear}, part("day", "3", "month", "", "year", "1950"), "date-incomplete", "month"},
		{Question{Kind: Date, Precision: ToMonth}, part("day", "", "month", "", "year", "1950"), "date-incomplete", "month"},
		{Question{Kind: Date, Precision: ToMonth}, part("day", "", "month", "3", "year", "1950"), "1950-03", ""},
		{Question{Kind: Bank}, part("holder", "M Ellis", "sort", "30 94 30", "account", "733445"), "M Ellis|309430|00733445|", ""},
		{Question{Kind: Bank}, part("holder", "M Ellis", "sort", "30 94 3", "account", "733445"), "sort-code-not-real", "sort"},
		{Question{Kind: Bank}, part("holder", "M Ellis", "sort", "309430", "account", "123456789"), "account-not-real", "account"},
		{Question{Kind: Bank}, part("holder", "M Ellis", "sort", "309430", "account", "733445", "roll", "#?!"), "roll-not-real", "roll"},
		{Question{Kind: Bank}, part("holder", "", "sort", "309430", "account", "733445"), "bank-incomplete", "holder"},
		{Question{Kind: Signature}, part("value", "M Ellis", "agree", "yes"), "M Ellis signed 3/en", ""},
		{Question{Kind: Signature}, part("value", "M Ellis"), "agree-required", "agree"},
		{Question{Kind: Signature}, part("agree", "yes", "value", ""), "signature-required", "value"},
		{Question{Kind: Address, Abroad: true}, part("line1", "12 Rue X", "town", "Paris", "postcode", "75002", "country", "Ffrainc"), "12 Rue X/Paris/75002//France", ""},
		{Question{Kind: Address, Abroad: true}, part("line1", "12 Rue X", "town", "Paris", "postcode", ""), "address-incomplete", "postcode"},
		{Question{Kind: Address, Abroad: true}, part("line1", "", "town", "Paris", "country", "Utopia"), "address-incomplete", "line1"},
		{Question{Kind: Address, Abroad: true}, part("line1", "1 X", "town", "Y", "country", "Utopia"), "1 X/Y//Utopia", ""},
		{Question{Kind: Time}, part("value", "14:30"), "14:30", ""},
	} {
		c.q.ID = "x"
		v, wrong := s.Parse(&c.q, nil, c.in, nil, today)
		if got := readAs(v, wrong); got != c.want || len(wrong) > 0 && wrong[0].Field != c.part {
			t.Errorf("%s %v: %s %v, want %s at %s", c.q.Kind, c.in.Fields, got, wrong, c.want, c.part)
		}
	}
}

// A person is asked once: all fields at once, or in writing one after the other.
func TestAPersonIsAskedOnce(t *testing.T) {
	t.Parallel()
	s := tea(t)
	q := &Question{ID: "kin", Kind: Somebody, key: "kin", Fields: []Question{{ID: "name", Kind: Name}, {ID: "born", Kind: Date, Past: true, Unknown: true},
		{ID: "rent", Kind: YesNo}, {ID: "mobile", Kind: Phone, Optional: true}}}
	whole := `{"rows":[{"born":{"unknown":true},"mobile":{"skipped":true},"name":{"text":"Huw Ellis"},"rent":{"choice":["yes"]}}],"done":true}`
	play(t, s, q, []step{
		{in: part("name", "Huw Ellis", "born.unknown", "yes", "rent", "yes", "mobile", ""), want: whole},
		{in: part("name", "", "born.unknown", "yes", "rent", "yes", "mobile", ""), code: "required", part: "name"},
		{in: part("name", "Huw Ellis", "born.year", "1950", "rent", "yes", "mobile", ""), code: "date-incomplete", part: "born.day"},
		{in: part("name.unknown", "yes", "born.unknown", "yes", "rent", "yes", "mobile", ""), code: "unknown-not-taken", part: "name"},
		{in: part("park", "yes"), want: `{"rows":[{"born":{"unknown":true},"mobile":{"skipped":true},"name":{"text":"Huw Ellis"},"rent":{"choice":["yes"]}}],"parked":true}`},
	})
	play(t, s, q, []step{
		{in: write("Huw Ellis"), want: `{"rows":[{"name":{"text":"Huw Ellis"}}]}`, next: "born"},
		{in: write("31/2/1950"), code: "date-not-real", part: "born.day"},
		{in: write("don't know"), want: `{"rows":[{"born":{"unknown":true},"name":{"text":"Huw Ellis"}}]}`, next: "rent"},
		{in: write("don't know"), code: "unknown-not-taken", part: "rent"},
		{in: write("yes"), want: `{"rows":[{"born":{"unknown":true},"name":{"text":"Huw Ellis"},"rent":{"choice":["yes"]}}]}`, next: "mobile"},
		{in: write("skip"), want: whole},
	})
}
