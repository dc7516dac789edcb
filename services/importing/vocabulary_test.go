package importing

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// asked is a form whose second page is asked when a test of its first question holds.
func asked(component, condition string) string {
	return fmt.Sprintf(`{"name":"Asked","startPage":"/a","sections":[{"name":"s","title":"S"}],"lists":[{"name":"l","title":"L","type":"string","items":[{"text":"One thing","value":"1"},{"text":"Two things","value":"2"},{"text":"None","value":"none"}]}],
"conditions":[%s],"pages":[{"path":"/a","section":"s","title":"A","components":[%s],"next":[{"path":"/b","condition":"c"},{"path":"/summary"}]},
{"path":"/b","title":"B","components":[{"type":"TextField","name":"b","title":"B"}],"next":[{"path":"/summary"}]},
{"path":"/summary","title":"Check","controller":"./pages/summary.js","components":[],"next":[]}]}`, condition, component)
}

func aTest(operator, value string) string {
	return fmt.Sprintf(`{"name":"c","value":{"name":"c","conditions":[{"field":{"name":"s.q","type":"x"},"operator":%q,"value":{"type":"Value","value":%q,"display":"x"}}]}}`, operator, value)
}

func ago(operator, period, unit, direction string) string {
	return fmt.Sprintf(`{"name":"c","value":{"name":"c","conditions":[{"field":{"name":"q","type":"x"},"operator":%q,"value":{"type":"RelativeTime","timePeriod":%q,"timeUnit":%q,"direction":%q,"timeOnly":false}}]}}`, operator, period, unit, direction)
}

func expression(e string) string { return fmt.Sprintf(`{"name":"c","value":%q}`, e) }

func chose(codes ...string) services.Value { return services.Value{Choice: codes} }
func wrote(t string) services.Value        { return services.Value{Text: t} }
func day(y int, m time.Month, d int) services.Value {
	return services.Value{Date: &services.Day{Y: y, M: m, D: d}}
}

func TestEveryOperatorMeansWhatItSays(t *testing.T) {
	t.Parallel()
	const yes, radios, boxes, amount, when, line = `{"type":"YesNoField","name":"q","title":"Q"}`, `{"type":"RadiosField","name":"q","title":"Q","list":"l"}`,
		`{"type":"CheckboxesField","name":"q","title":"Q","list":"l","options":{"behaviour":"exclusive","behaviourItemValue":"none"}}`, `{"type":"NumberField","name":"q","title":"Q"}`,
		`{"type":"DatePartsField","name":"q","title":"Q"}`, `{"type":"TextField","name":"q","title":"Q"}`
	blank := services.Value{Skipped: true}
	optional := strings.Replace(radios, `"title"`, `"options":{"required":false},"title"`, 1)
	for _, c := range []struct {
		component, condition string
		holds, fails         []services.Value
	}{
		{yes, aTest("is", "true"), []services.Value{chose("yes")}, []services.Value{chose("no")}},
		{yes, aTest("is not", "true"), []services.Value{chose("no")}, []services.Value{chose("yes")}},
		{yes, expression("s.q == true"), []services.Value{chose("yes")}, []services.Value{chose("no")}},
		{yes, expression("not (s.q == true)"), []services.Value{chose("no")}, []services.Value{chose("yes")}},
		{yes, expression("q"), []services.Value{chose("yes")}, []services.Value{chose("no")}},
		{radios, aTest("is", "2"), []services.Value{chose("two-things")}, []services.Value{chose("one-thing")}},
		{radios, aTest("is not", "2"), []services.Value{chose("one-thing")}, []services.Value{chose("two-things")}},
		{radios, expression("s.q == '1' or s.q == '2'"), []services.Value{chose("one-thing"), chose("two-things")}, []services.Value{chose("none")}},
		{radios, expression("s.q != '1' and s.q != '2'"), []services.Value{chose("none")}, []services.Value{chose("one-thing")}},
		{optional, aTest("is not", "2"), []services.Value{chose("one-thing"), blank}, []services.Value{chose("two-things")}},
		{optional, aTest("is", "2"), []services.Value{chose("two-things")}, []services.Value{blank}},
		{boxes, aTest("contains", "2"), []services.Value{chose("one-thing", "two-things")}, []services.Value{chose("one-thing"), chose("none")}},
		{boxes, aTest("does not contain", "2"), []services.Value{chose("none")}, []services.Value{chose("one-thing", "two-things")}},
		{boxes, expression("'2' in s.q"), []services.Value{chose("two-things")}, []services.Value{chose("one-thing")}},
		{amount, aTest("is at least", "5"), []services.Value{wrote("5"), wrote("5.5")}, []services.Value{wrote("4.99")}},
		{amount, aTest("is at most", "5"), []services.Value{wrote("5")}, []services.Value{wrote("5.01")}},
		{amount, aTest("is more than", "5"), []services.Value{wrote("6")}, []services.Value{wrote("5")}},
		{amount, aTest("is less than", "5"), []services.Value{wrote("4")}, []services.Value{wrote("5")}},
		{amount, aTest("is", "5"), []services.Value{wrote("5")}, []services.Value{wrote("6")}},
		{amount, aTest("is not", "5"), []services.Value{wrote("6")}, []services.Value{wrote("5")}},
		{amount, expression("s.q >= 5 and s.q < 10"), []services.Value{wrote("5")}, []services.Value{wrote("10")}},
		{when, aTest("is before", "2020-06-01"), []services.Value{day(2020, 5, 31)}, []services.Value{day(2020, 6, 1)}},
		{when, aTest("is after", "2020-06-01"), []services.Value{day(2020, 6, 2)}, []services.Value{day(2020, 6, 1)}},
		{when, aTest("is", "2020-06-01"), []services.Value{day(2020, 6, 1)}, []services.Value{day(2020, 6, 2)}},
		{when, aTest("is not", "2020-06-01"), []services.Value{day(2020, 6, 2)}, []services.Value{day(2020, 6, 1)}},
		{when, ago("is at least", "18", "years", "in the past"), []services.Value{day(2008, 11, 21)}, []services.Value{day(2008, 11, 22)}},
		{when, ago("is more than", "216", "months", "in the past"), []services.Value{day(2008, 11, 21)}, []services.Value{day(2008, 11, 22)}},
		{when, ago("is at most", "18", "years", "in the past"), []services.Value{day(2008, 11, 22)}, []services.Value{day(2008, 11, 21)}},
		{when, ago("is less than", "18", "years", "in the past"), []services.Value{day(2008, 11, 22)}, []services.Value{day(2008, 11, 21)}},
		{when, ago("is at least", "0", "days", "in the past"), []services.Value{day(2026, 11, 21)}, []services.Value{day(2026, 11, 22)}},
		{when, ago("is more than", "0", "days", "in the future"), []services.Value{day(2026, 11, 22)}, []services.Value{day(2026, 11, 21)}},
		{when, expression("s.q <= dateForComparison(-18, 'years')"), []services.Value{day(2008, 11, 21)}, []services.Value{day(2008, 11, 22)}},
		{line, aTest("is", "tea"), []services.Value{wrote("tea")}, []services.Value{wrote("coffee")}},
		{line, aTest("is not", "tea"), []services.Value{wrote("coffee")}, []services.Value{wrote("tea")}},
	} {
		r := good(t, asked(c.component, c.condition))
		if r == nil || r.Report.Lost() > 0 {
			t.Errorf("%s: %v", c.condition, r)
			continue
		}
		for want, values := range map[bool][]services.Value{true: c.holds, false: c.fails} {
			for _, v := range values {
				next := r.Service.Next(services.Answers{"q": v}, today)
				if got := next.Question != nil && next.Question.ID == "b"; got != want || next.Question != nil && next.Question.ID == "q" {
					t.Errorf("%s after %+v: the next is %+v, want it asked: %v\n%s", c.condition, v, next, want, r.Files["service.yaml"])
				}
			}
		}
	}
}

// What a definition cannot test is lost, and said to be.
func TestOperatorsThatAreLost(t *testing.T) {
	t.Parallel()
	for _, condition := range []string{aTest("is longer than", "3"), aTest("is shorter than", "3"), aTest("has length", "3"), aTest("matches", "x"), aTest("", ""),
		ago("is at least", "30", "days", "in the past"), ago("is at least", "1", "hours", "in the past"), expression("length(q) > 3"), expression("q =="), expression("((("),
		expression(strings.Repeat("(", 10_000)), expression("a.b.c ~ 4"), `{"name":"c","value":7}`, `{"name":"c","value":{"conditions":[]}}`, `{"name":"c","value":{"conditions":[{"conditionName":"other"}]}}`} {
		r := good(t, asked(`{"type":"TextField","name":"q","title":"Q"}`, condition))
		if r == nil || r.Report.Lost() == 0 {
			t.Errorf("%.100s: nothing is said to be lost", condition)
		}
	}
}

func TestEveryComponent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		json, want string // want is in service.yaml, or with "en:" before it in en.yaml
		told       string
	}{
		{`{"type":"TextField","name":"q","title":"Q","schema":{"max":20,"min":2}}`, "kind: text\n        max: 20\n        min: 2", ""},
		{`{"type":"TextField","name":"q","title":"Q","schema":{"length":8}}`, "max: 8\n        min: 8", ""},
		{`{"type":"TextField","name":"q","title":"Q","schema":{"regex":"^[A-Z]+$"}}`, "kind: text", "not held against the pattern"},
		{`{"type":"MultilineTextField","name":"q","title":"Q","options":{"maxWords":"250"}}`, "kind: long-text\n        words: 250", ""},
		{`{"type":"FreeTextField","name":"q","title":"Q","options":{"maxWords":500,"required":false}}`, "optional: true\n        words: 500", ""},
		{`{"type":"NumberField","name":"q","title":"Q","schema":{"min":2,"max":"9","precision":"1"},"options":{"suffix":"hours"}}`, "max: 9\n        min: 2\n        decimals: 1", ""},
		{`{"type":"NumberField","name":"q","title":"Q","schema":{"integer":true}}`, "kind: number\n", ""},
		{`{"type":"NumberField","name":"q","title":"Q","schema":{"min":-5}}`, "kind: number", "below nought"},
		{`{"type":"NumberField","name":"q","title":"Q","options":{"prefix":"£"}}`, "kind: money", ""},
		{`{"type":"NumberField","name":"q","title":"Q","options":{"prefix":"about","suffix":"miles"}}`, "en:prefix: about\n    suffix: miles", ""},
		{`{"type":"DateField","name":"q","title":"Q","options":{"maxDaysInFuture":0}}`, "past: true", ""},
		{`{"type":"DatePartsField","name":"q","title":"Q","options":{"maxDaysInPast":"0"}}`, "future: true", ""},
		{`{"type":"DatePartsField","name":"q","title":"Q","options":{"maxDaysInPast":"30"}}`, "kind: date", "how many days ago"},
		{`{"type":"MonthYearField","name":"q","title":"Q"}`, "kind: month", ""},
		{`{"type":"TimeField","name":"q","title":"Q"}`, "kind: time", ""},
		{`{"type":"DateTimePartsField","name":"q","title":"Q"}`, "question: q-time\n        kind: time", ""},
		{`{"type":"UkAddressField","name":"q","title":"Q"}`, "kind: address", ""},
		{`{"type":"TelephoneNumberField","name":"q","title":"Q"}`, "kind: phone", ""},
		{`{"type":"EmailAddressField","name":"q","title":"Q"}`, "kind: email", ""},
		{`{"type":"WebsiteField","name":"q","title":"Q"}`, "kind: web-address", ""},
		{`{"type":"NationalInsuranceField","name":"q","title":"Q"}`, "kind: nino", ""},
		{`{"type":"FileUploadField","name":"q","title":"Q"}`, "max: 1\n        doors: {sms: later}", ""},
		{`{"type":"ClientSideFileUploadField","name":"q","title":"Q","options":{"dropzoneConfig":{"maxFiles":3,"acceptedFiles":".pdf"},"minimumRequiredFiles":0}}`, "optional: true\n        max: 3", "which kinds of file"},
		{`{"type":"SelectField","name":"q","title":"Q","list":"l"}`, "kind: choice", ""},
		{`{"type":"AutocompleteField","name":"q","title":"Q","values":{"type":"listRef"},"list":"l"}`, "- one-thing", ""},
		{`{"type":"RadiosField","name":"q","title":"Q","values":{"type":"static","valueType":"string","items":[{"label":"Red","value":"r","hint":"like blood"},{"label":"Blue","value":"b"}]}}`, "en:hint: like blood", ""},
		{`{"type":"RadiosField","name":"q","title":"Q","values":{"type":"static","items":[{"label":"Red","value":"r","children":[{"type":"TextField","name":"shade","title":"Which red?"}]}]}}`,
			"question: which-red\n        kind: text\n        when: {question: q, is: red}", ""},
		{`{"type":"CheckboxesField","name":"q","title":"Q","list":"l","options":{"behaviour":"exclusive","behaviourItemValue":"none"}}`, "{code: none, exclusive: true}", ""},
		{`{"type":"RadiosField","name":"q","title":"Q","list":"missing"}`, "kind: text", "there is no list 'missing'"},
		{`{"type":"MultiInputField","name":"q","title":"Q","options":{"required":true},"children":[{"type":"TextField","name":"x","title":"What"},{"type":"NumberField","name":"y","title":"How much","options":{"prefix":"£"}}]}`,
			"kind: list\n        min: 1\n        fields:\n          - question: what\n            kind: text\n          - question: how-much\n            kind: money", ""},
		{`{"type":"MultiInputField","name":"q","title":"Q","children":[{"type":"FileUploadField","name":"x","title":"What"}]}`, "kind: long-text", "a row of a list cannot hold a file"},
		{`{"type":"Wondrous","name":"q","title":"Q"}`, "kind: text", "'Wondrous' is not known"},
		{`{"type":"Para","name":"q","content":"Read <b>this</b>."}`, "en:- Read this.", ""},
		{`{"type":"InsetText","name":"q","content":"Mind."}`, "en:- Mind.", ""},
		{`{"type":"List","name":"q","title":"Bring","list":"l"}`, "en:- '- One thing'", ""},
		{`{"type":"FlashCard","name":"q","list":"l"}`, "en:- '- Two things'", ""},
		{`{"type":"Details","name":"q","title":"More","content":"<p>About it</p>"},{"type":"TextField","name":"r","title":"R"}`, "en:title: More\n        body:\n          - About it", ""},
		{`{"type":"Html","name":"q","content":{"en":"<p>Hello</p>","cy":"<p>Helo</p>"}}`, "en:- Hello", ""},
	} {
		body := asked(c.json, "")
		r := account(t, []byte(strings.Replace(body, `{"path":"/b","condition":"c"},{"path":"/summary"}`, `{"path":"/b"}`, 1)))
		file, want, english := "service.yaml", c.want, strings.HasPrefix(c.want, "en:")
		if english {
			file, want = "en.yaml", strings.TrimPrefix(c.want, "en:")
		}
		if !strings.Contains(squeezed(r.Files[file]), squeezed(want)) {
			t.Errorf("%s: %q is not in\n%s", c.json, want, r.Files[file])
		}
		if c.told != "" && !tells(r.Report, c.told) {
			t.Errorf("%s: the report does not say %q: %v", c.json, c.told, r.Report.Entries)
		}
		if c.told == "" && r.Report.Lost() > 0 {
			t.Errorf("%s: lost: %v", c.json, r.Report.Entries)
		}
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// Pages, texts and choices with conditions of their own.
func TestWhatIsShownOnlySometimes(t *testing.T) {
	t.Parallel()
	body := strings.Replace(asked(`{"type":"YesNoField","name":"q","title":"Q"}`, aTest("is", "true")),
		`{"type":"TextField","name":"b","title":"B"}`, `{"type":"Para","name":"p","content":"For you","options":{"condition":"c"}},{"type":"RadiosField","name":"b","title":"B","list":"l"}`, 1)
	body = strings.Replace(body, `{"path":"/b","condition":"c"},{"path":"/summary"}`, `{"path":"/b"}`, 1)
	body = strings.Replace(body, `{"text":"Two things","value":"2"}`, `{"text":"Two things","value":"2","condition":"c","description":"both"}`, 1)
	r := account(t, []byte(body))
	for answer, want := range map[string]int{"yes": 3, "no": 2} {
		a := services.Answers{"q": chose(answer), "b-2": wrote("read")}
		q := r.Service.Question("b")
		if q == nil {
			t.Fatalf("the choice is not asked:\n%s", r.Files["service.yaml"])
		}
		if got := len(r.Service.Offered(q, a, today)); got != want {
			t.Errorf("after %s %d choices are offered, want %d", answer, got, want)
		}
		shown := false
		for _, q := range r.Service.Path(a, today) {
			shown = shown || r.Service.Words(lang.En, q, a).Body != nil && r.Service.Words(lang.En, q, a).Body[0] == "For you"
		}
		if shown != (answer == "yes") {
			t.Errorf("after %s the text is shown: %v", answer, shown)
		}
	}
}

func TestRepeatedPagesAndDeclarationsAndFees(t *testing.T) {
	t.Parallel()
	body := strings.Replace(small(`{"type":"RadiosField","name":"t","title":"Colour","list":"l"}`, "Colours", `,"declaration":"<p>It is true.</p>","fees":[{"description":"Fee","amount":1050}]`),
		`"next":[{"path":"/summary"}]`, `"controller":"RepeatingFieldPageController","next":[{"path":"/summary"}]`, 1)
	r := account(t, []byte(body))
	for _, want := range []string{"kind: list min: 1 fields: - question: colour kind: choice", "kind: declaration", "fee: 10.50"} {
		if !strings.Contains(squeezed(r.Files["service.yaml"]), want) {
			t.Errorf("%q is not in\n%s", want, r.Files["service.yaml"])
		}
	}
	if r.Report.Lost() > 0 {
		t.Errorf("lost: %v", r.Report.Entries)
	}
}
