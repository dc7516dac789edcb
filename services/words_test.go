package services

import (
	"reflect"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

func TestWords(t *testing.T) {
	t.Parallel()
	s := tea(t)
	self := Answers{"who": {Choice: []string{"self"}}, "name": {Text: "Margaret Ellis"}}
	friend := Answers{"who": {Choice: []string{"friend"}}, "name": {Text: "Siân Llŷr"}}
	q := s.Question
	for _, c := range []struct{ name, got, want string }{
		{"ask", s.Words(lang.En, q("born"), self).Ask, "When were you born?"},
		{"ask in Welsh", s.Words(lang.Cy, q("born"), self).Ask, "Pryd cawsoch chi eich geni?"},
		{"about a friend", s.Words(lang.En, q("born"), friend).Ask, "When was Siân born?"},
		{"about a friend in Welsh", s.Words(lang.Cy, q("guardian"), friend).Ask, "Pwy sy'n gofalu am Siân Llŷr?"},
		{"about a friend not named yet", s.Words(lang.En, q("guardian"), Answers{"who": {Choice: []string{"friend"}}}).Ask, "Who looks after the applicant?"},
		{"the first name of somebody not named yet", s.Words(lang.Cy, q("born"), Answers{"who": {Choice: []string{"friend"}}}).Ask, "Pryd cafodd yr ymgeisydd ei eni neu ei geni?"},
		{"a door's own", s.Words(lang.En, q("born"), self).SMS, "Your date of birth, like 27 3 1948?"},
		{"a door's own, about somebody else", s.Words(lang.En, q("born"), friend).SMS, "When was Siân born?"},
		{"a door without its own", s.Words(lang.En, q("address"), self).SMS, "Where do you live?"},
		{"said by an agent", s.Words(lang.En, q("name"), self).Say, "May I have your full name?"},
		{"said about a friend", s.Words(lang.En, q("name"), friend).Say, "What is your friend's name?"},
		{"paper", s.Words(lang.En, q("name"), self).Paper, "What is your name?"},
		{"why", s.Words(lang.En, q("name"), friend).Why, "So that we can greet you."},
		{"read back", s.Words(lang.En, q("name"), self).ReadBack, "So that is Margaret Ellis."},
		{"nothing to read back yet", s.Words(lang.Cy, q("name"), nil).ReadBack, "Felly {answer}."},
		{"option", s.Words(lang.En, q("kinds"), self).Options["none"], "None of these"},
		{"option about a friend", s.Words(lang.En, q("kinds"), friend).Options["none"], "Nothing Siân knows of"},
		{"option not overridden", s.Words(lang.En, q("kinds"), friend).Options["rum"], "Tea with rum"},
		{"hint of an option", s.Words(lang.En, q("who"), self).OptHints["friend"], "You may do this for a friend"},
		{"yes", s.Words(lang.Cy, q("drinks"), self).Options["yes"], "Ie"},
		{"document", s.Words(lang.Cy, q("photo"), self).Options["passport"], "Pasbort"},
		{"field", s.Words(lang.En, q("cakes"), self).Fields["cake"].Ask, "What cake is it?"},
		{"field about a friend", s.Words(lang.En, q("cakes"), friend).Fields["cake"].Ask, "What cake did Siân bake?"},
		{"field by text", s.Words(lang.En, q("cakes"), friend).Fields["cake"].SMS, "What cake did Siân bake?"},
		{"field by itself", s.Words(lang.En, &q("cakes").Fields[2], friend).Options["very"], "Very sweet"},
		{"paragraph", s.Words(lang.En, q("rules"), self).Body[1], "I will wash up."},
		{"probe", s.Words(lang.Cy, q("kinds"), self).Probes[0], "Unrhyw beth cryfach?"},
		{"name of the service", s.Word(lang.Cy, "name", nil), "Clwb te"},
		{"route", s.Word(lang.En, "routes.guest", nil), "Comes for company"},
		{"criterion", s.Word(lang.En, "criteria.company.refuse", nil), "A guest must be good company."},
		{"section", s.Word(lang.Cy, "sections.tea", nil), "Am de"},
		{"stop", s.Word(lang.En, "stops.too-young.title", self), "You are too young to join"},
		{"stop of a friend", s.Word(lang.En, "stops.too-young.title", friend), "Siân is too young to join"},
		{"body of a stop of a friend", s.Word(lang.Cy, "stops.too-young.body", friend), "Dewch yn ôl pan fydd Siân yn 13 oed."},
		{"stop without a variant", s.Word(lang.En, "stops.company.body", friend), "Only people drink tea.\n\nPlease send them."},
		{"before", s.Word(lang.En, "before", nil), "This takes five minutes."},
		{"missing", s.Word(lang.En, "nothing.here", nil), "[nothing.here]"},
		{"awarded", strings.Join(s.Paragraphs(lang.En, "awarded.next", self), "|"), "Come at four, Margaret Ellis."},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	if got := s.Paragraphs(lang.En, "nothing", nil); got != nil {
		t.Errorf("paragraphs of nothing: %q", got)
	}
	if got := s.Words(lang.En, &Question{ID: "stranger"}, nil); !reflect.DeepEqual(got, Wording{}) {
		t.Errorf("a question of another service: %+v", got)
	}
	if got := s.Words(lang.En, q("cakes"), nil).Fields["cake"].Ask; got != "What cake is it?" {
		t.Errorf("filling one wording changed the other: %q", got)
	}
}

func TestFirstName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Margaret Ellis": "Margaret", "Mrs Ellis": "Mrs Ellis", "Dr. Ann Lee": "Dr. Ann Lee", "Cher": "Cher", "": ""} {
		if got := firstName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	s := tea(t)
	cake := Row{"cake": {Text: "Scone"}, "baked": {Date: &Day{2026, 11, 1}}, "sweet": {Choice: []string{"very"}}, "note": {Skipped: true}}
	for _, c := range []struct {
		question string
		l        lang.Lang
		v        Value
		want     string
	}{
		{"born", lang.En, Value{Date: &Day{1944, 3, 5}}, "5 March 1944"},
		{"born", lang.Cy, Value{Date: &Day{1944, 3, 5}}, "5 Mawrth 1944"},
		{"who", lang.Cy, Value{Choice: []string{"friend"}}, "Ffrind"},
		{"kinds", lang.En, Value{Choice: []string{"black", "other"}, Other: "mint"}, "Black tea|Another kind: mint"},
		{"drinks", lang.Cy, Value{Choice: []string{"no"}}, "Na"},
		{"near", lang.En, Value{Skipped: true}, "Left blank"},
		{"address", lang.En, Value{Address: &PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}, "1 High Street|Anytown|ZA1 1AA"},
		{"address", lang.Cy, Value{Address: &PostAddress{NoFixed: true}}, "Dim cyfeiriad sefydlog"},
		{"mobile", lang.En, Value{Text: "+447700900123"}, "07700 900123"},
		{"mobile", lang.En, Value{Text: "+442079460000"}, "020 7946 0000"},
		{"mobile", lang.En, Value{Text: "+443069990000"}, "0306 999 0000"},
		{"mobile", lang.En, Value{Text: "+441144960000"}, "0114 496 0000"},
		{"mobile", lang.En, Value{Text: "+441632960000"}, "01632 960000"},
		{"mobile", lang.En, Value{Text: "+35312345678"}, "+35312345678"},
		{"nino", lang.En, Value{Text: "QQ123456A"}, "QQ 12 34 56 A"},
		{"about", lang.En, Value{Text: "one\n\ntwo"}, "one|two"},
		{"cakes", lang.Cy, Value{Rows: []Row{cake, {}}, Done: true}, "Scone, 1 Tachwedd 2026, Melys iawn"},
		{"cakes", lang.En, Value{Done: true}, "None"},
		{"photo", lang.En, Value{Files: []FileRef{{ID: 1, Name: "a.jpg", Kind: "portrait"}, {ID: 2, Name: "b.jpg"}, {ID: 3, Kind: "passport"}}}, "Portrait: a.jpg|b.jpg|Passport"},
		{"photo", lang.Cy, Value{Files: []FileRef{{ID: 1, Name: "a.jpg"}}, Later: true}, "a.jpg|Bydd yn cael ei anfon mewn ffordd arall"},
		{"rules", lang.En, Value{Agreed: "3/en"}, "Agreed"},
		{"welcome", lang.En, Value{Text: "read"}, "Read"},
		{"born", lang.En, Value{}, "None"}, {"address", lang.En, Value{}, "None"}, {"rules", lang.En, Value{}, "None"}, {"welcome", lang.En, Value{}, "None"},
	} {
		if got := strings.Join(s.Show(c.l, s.Question(c.question), c.v, nil), "|"); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.question, asJSON(c.v), got, c.want)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	s := tea(t)
	friend := Answers{"who": {Choice: []string{"friend"}}, "name": {Text: "Siân Llŷr"}}
	vars := func(kv ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(kv); i += 2 {
			m[kv[i].(string)] = kv[i+1]
		}
		return m
	}
	for _, c := range []struct {
		l    lang.Lang
		p    Problem
		want string
	}{
		{lang.En, Problem{Question: "born", Code: "required"}, "Enter date of birth"},
		{lang.En, Problem{Question: "nino", Code: "required"}, "Enter National Insurance number"},
		{lang.En, Problem{Question: "who", Code: "required"}, "Choose an answer: Who is joining"},
		{lang.Cy, Problem{Question: "who", Code: "required"}, "Dewiswch ateb: Pwy sy'n ymuno"},
		{lang.En, Problem{Question: "drinks", Code: "required"}, "Say whether you drink tea"},
		{lang.Cy, Problem{Question: "drinks", Code: "required"}, "Dywedwch a ydych yn yfed te"},
		{lang.En, Problem{Question: "about", Code: "too-long", Vars: vars("max", 500, "over", 1)}, "About must be 500 characters or fewer"},
		{lang.En, Problem{Question: "about", Code: "too-long", Vars: vars("max", 500.0)}, "About must be 500 characters or fewer"},
		{lang.En, Problem{Question: "kinds", Code: "exclusive", Vars: vars("option", "none")}, `Choose the answers that apply, or "Nothing Siân knows of", but not both`},
		{lang.En, Problem{Question: "cakes", Field: "baked.day", Code: "date-not-real"}, "Date it was baked must be a real date, like 27 3 1948"},
		{lang.En, Problem{Question: "cakes", Field: "sweet", Code: "required"}, "Choose an answer: Sweetness"},
		{lang.En, Problem{Question: "cakes", Field: "cake", Code: "row-incomplete", Vars: vars("row", 2)}, "Enter cake for item 2"},
		{lang.En, Problem{Question: "photo", Code: "too-many", Vars: vars("max", 2)}, "You can send up to 2 files: Photo"},
		{lang.En, Problem{Code: "stopped", Vars: vars("stop", "too-young")}, "This application cannot be sent: Siân is too young to join"},
	} {
		if got := s.Sentence(c.l, c.p, friend); got != c.want {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
}

func TestSMSSize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text        string
		size, limit int
		odd         rune
	}{
		{"hello", 5, 459, 0}, {"é ù €", 6, 459, 0}, {"tŷ", 2, 201, 'ŷ'}, {"tŷ 😀", 5, 201, 'ŷ'}, {"", 0, 459, 0},
		{"mae’n “wir” – nawr", 18, 459, 0},
	} {
		if size, limit, odd := smsSize(c.text); size != c.size || limit != c.limit || odd != c.odd {
			t.Errorf("%q: %d of %d because of %q", c.text, size, limit, odd)
		}
	}
}

// A definition published before this was refused may still ask for it: what is guarded is not said, and what a person wrote is no variable.
func TestAGuardedAnswerIsNotSaidInAWording(t *testing.T) {
	t.Parallel()
	s := tea(t)
	a := Answers{"who": {Choice: []string{"self"}}, "name": {Text: "{answer nino} {whose x}"}, "nino": {Text: "QQ123456A"}}
	for text, want := range map[string]string{
		"Is {answer nino} right?": "Is National Insurance number right?",
		"Dear {answer name}":      "Dear {answer nino} {whose x}",
		"Dear {name}":             "Dear {answer nino} {whose x}",
	} {
		if got := s.variables(lang.En, a).text(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
