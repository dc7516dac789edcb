package services

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/samedoor/samedoor/lang"
)

// Every definition in this binary is free of mistakes: those that Load finds at start and those that only this finds.
func TestEveryServiceIsRight(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if all["blue-badge"] == nil {
		t.Error("the Blue Badge is not in the catalogue")
	}
	for id := range all {
		for _, m := range checkDir(os.DirFS("."), id) {
			t.Error(m)
		}
	}
}

// checkDir is everything that is wrong with the definition in dir of fsys; none means that it loads.
func checkDir(fsys fs.FS, dir string) Mistakes {
	_, err := Load(fsys, dir)
	var mistakes Mistakes
	errors.As(err, &mistakes)
	return mistakes
}

// One mistake at a time: where it is and what is said about it.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, old, new, want string }{
		{"service.yaml", "kind: choice, options: [self", "kind: chioce, options: [self", "22:31: unknown question kind 'chioce': did you mean choice?"},
		{"service.yaml", "options: [self, friend", "optoins: [self, friend", "unknown key 'optoins' in a question: did you mean options?"},
		{"service.yaml", "service: tea-club", "service: coffee-club", "the service is called 'coffee-club' but its folder 'tea-club'"},
		{"service.yaml", "target: 5", "target: 15", "the target of 15 working days is later than the final day, 10"},
		{"service.yaml", "question: guardian", "question: name", "a second question is called 'name'; the first stands in line"},
		{"service.yaml", "stop: too-young", "stop: company", "a second stop is called 'company'"},
		{"service.yaml", "  - id: tea", "  - id: you", "a second section is called 'you'"},
		{"service.yaml", "name: name", "name: nmae", "unknown question 'nmae': did you mean name?"},
		{"service.yaml", "address: address", "address: near", "'near' is a question of the kind postcode; the person's address is of the kind address"},
		{"service.yaml", "{question: who, is: company}", "{question: whom, is: company}", "23:31: unknown question 'whom': did you mean who?"},
		{"service.yaml", "{question: who, is: company}", "{question: who, is: compnay}", "'who' has no option 'compnay': did you mean company?"},
		{"service.yaml", "{question: who, is: company}", "{question: drinks, is: \"yes\"}", "'drinks' is asked later than the stop 'company'"},
		{"service.yaml", "{question: who, is: company}", "{named: grown}", "the condition 'grown' hangs on 'born', which is asked later than the stop 'company'"},
		{"service.yaml", "when: {named: teenager}", "when: {named: teenaged}", "unknown condition 'teenaged': did you mean teenager?"},
		{"service.yaml", "{question: born, age_from: 18}", "{not: {named: teenager}}", "the condition leads back to itself: grown → teenager → grown"},
		{"service.yaml", "{question: kinds, includes: black}}", "{question: kinds, is: black}}", "'kinds' is of the kind choices: 'is' and 'in' test one choice; use 'includes'"},
		{"service.yaml", "{question: born, age_under: 13}", "{question: name, age_under: 13}", "an age is counted from a date"},
		{"service.yaml", "{question: born, age_under: 13}", "{question: who, includes: self}", "'includes' tests the kind choices"},
		{"service.yaml", "them: {question: who, is: friend}", "them: {question: born, age_under: 18}", "'them' cannot hang on an age"},
		{"service.yaml", "them: {question: who, is: friend}", "them: {question: kinds, includes: rum}", "'them' hangs on 'kinds', which is not always asked"},
		{"service.yaml", "options: [very, little]", "options: [very, very]", "the option 'very' stands twice"},
		{"service.yaml", "sweet, kind: choice, options: [very, little]", "sweet, kind: choice", "lacks 'options'"},
		{"service.yaml", "other: other", "other: others", "'other' names the option 'others', which the question does not have: did you mean other?"},
		{"service.yaml", "options: [self, friend, company]", "options: [self, friend, {code: company, exclusive: true}]", "'exclusive' means something only where several options can be chosen"},
		{"service.yaml", "question: note, kind: text", "question: cake, kind: text", "the field 'cake' stands twice"},
		{"service.yaml", "past: true}", "past: true, future: true}", "a date cannot be both"},
		{"service.yaml", "min: 1, max: 20", "min: 30, max: 20", "min 30 is more than max 20"},
		{"service.yaml", "criterion: company", "criterion: cmopany", "unknown criterion 'cmopany': did you mean company?"},
		{"service.yaml", "code: guest", "code: regular", "a second route is called 'regular'"},
		{"service.yaml", "{code: company, assessed: true}", "{code: drinks-tea}", "a second criterion is called 'drinks-tea'"},
		{"service.yaml", "{question: drinks, kind: yes-no}", "{question: drinks, kind: yes-no, doors: {sms: later}}", "'later' needs an answer that can come another way"},
		{"service.yaml", "{question: drinks, kind: yes-no}", "{question: drinks, kind: &x yes-no}", "anchors and aliases are not part of this format"},
		{"service.yaml", "{question: drinks, kind: yes-no}", "{question: drinks, question: drinks, kind: yes-no}", "'question' stands twice"},
		{"service.yaml", "age_under: 13", "age_under: 13}}\n      - {stop: baby, when: {question: born, age_under: 10", "the stop 'baby' can never be reached"},
		{"service.yaml", "when: {named: teenager}", "when: {all: [{named: teenager}, {named: grown}]}", "the question 'guardian' can never be asked"},
		{"service.yaml", "when: {named: teenager}", "when: {question: born, age_under: 12}", "the question 'guardian' can never be asked"},
		{"service.yaml", "{code: rum, when: {named: grown}}", "{code: rum, when: {question: drinks, is: \"no\"}}", "the option 'rum' can never be offered"},
		{"service.yaml", "{question: who, in: [self, friend]}}", "{question: drinks, is: \"yes\"}}", "the route 'guest' can never be taken"},
		{"en.yaml", "  who:\n", "  whom:\n", "no wording for the question 'who' under 'questions'"},
		{"en.yaml", "  who:\n", "  whom:\n", "'questions' words the question 'whom', which the service does not have: did you mean who?"},
		{"cy.yaml", "self: Fi, ", "", "no wording for the option 'self' under 'options'"},
		{"cy.yaml", "self: Fi, ", "self: Fi, sefl: Fi, ", "'options' words the option 'sefl', which the service does not have: did you mean self?"},
		{"cy.yaml", "label: Pwy sy'n ymuno\n", "lable: Pwy sy'n ymuno\n", "a question's wording lacks 'label'"},
		{"cy.yaml", "      note: {ask: \"Unrhyw beth arall amdani?\", label: Nodyn}\n", "", "no wording for the field 'note' under 'fields'"},
		{"cy.yaml", "  too-young:\n", "  too-old:\n", "no wording for the stop 'too-young' under 'stops'"},
		{"cy.yaml", "  company: {name: Cwmni da", "  firm: {name: Cwmni da", "no wording for the criterion 'company' under 'criteria'"},
		{"cy.yaml", ", guest: Yn dod am gwmni", "", "no wording for the route 'guest' under 'routes'"},
		{"cy.yaml", ", tea: Am de", "", "no wording for the section 'tea' under 'sections'"},
		{"cy.yaml", "portrait: Portread, ", "", "no wording for the kind of document 'portrait' under 'evidence'"},
		{"cy.yaml", "    why: Er mwyn i ni eich cyfarch.\n", "", "questions.name has 'why' in English but not here"},
		{"en.yaml", "    why: So that we can greet you.\n", "", "questions.name has 'why' in Welsh but not here"},
		{"cy.yaml", "problems: {required: Dywedwch", "problems: {too-long: Dywedwch", "questions.drinks.problems has 'required' in English but not here"},
		{"cy.yaml", "Pryd cafodd {first} ei eni", "Pryd cafodd ei eni", "questions.born.them.ask has other variables than in English: here none, there {first}"},
		{"en.yaml", "When was {first} born?", "When was {frist} born?", "unknown variable {frist}: did you mean first?"},
		{"en.yaml", "When was {first} born?", "When was {first born?", "a brace without its other half"},
		{"en.yaml", "body: [I will not spill., I will wash up.]", "body: [I will not spill.]", "questions.rules.body has 2 paragraphs, in English 1"},
		{"en.yaml", ", body: [I will not spill., I will wash up.]", "", "'rules' is to be read, but there is no 'body'"},
		{"en.yaml", "  who:\n    ask: Who is joining?", "  who:\n    ask: \"Who is joining {name}?\"", "{name} is used before 'name' is asked"},
		{"en.yaml", "hint: A whole number", "hint: A whole number, please", "'please' is no key but the rest of a text with a comma: put the text in quotes"},
		{"en.yaml", "ask: \"How strong?\"", "ask: '" + strings.Repeat("How strong? ", 40) + "'", "'strength' takes 513 characters as a text message, 459 at most"},
		{"service.yaml", "{question: black-cups, kind: number, min: 1, max: 20, when: {question: kinds, includes: black}}", "{question: black-cups, kind: number, min: 1, max: 20, when: {all: [{question: kinds, includes: black}, {question: born, before: 1950-01-01}, {not: {question: born, before: 1950-01-01}}]}}", "the question 'black-cups' can never be asked"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {question: black-cups, more_than: 20}}", "the question 'start' can never be asked"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {all: [{question: black-cups, at_least: 5}, {question: black-cups, less_than: 5}]}}", "the question 'start' can never be asked"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {question: name, at_least: 5}}", "amounts are compared with a number, money, or the rows of a list"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {question: name, after: today}}", "'before' and 'after' test a date or a month"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {question: born, after: yesterday}}", "'yesterday' is neither today, nor a date like 2026-04-06, nor a question"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {question: born, after: about}}", "'about' is of the kind long-text and so no day to compare with"},
		{"service.yaml", "{question: start, kind: date, future: true, optional: true}", "{question: start, kind: date, when: {question: drinks, is: \"yes\", on: today}}", "'on' says on which day an age is counted"},
		{"service.yaml", "version: 3", "version: 3\neffect: {from: 2026-04-06, until: 2026-04-05}", "it would end on 2026-04-05, before it begins on 2026-04-06"},
		{"service.yaml", "version: 3", "version: 3\neffect: {from: 6 April}", "from is a date like 2026-04-06, not '6 April'"},
		{"service.yaml", "version: 3", "version: 3\nevents: [deaht]", "unknown life event 'deaht': did you mean death?"},
		{"service.yaml", "version: 3", "version: 3\nidentity: {decision: mdium}", "unknown decision 'mdium': did you mean medium?"},
		{"service.yaml", "version: 3", "version: 3\nidentity: {decision: M9Z}", "unknown decision 'M9Z'"},
		{"service.yaml", "version: 3", "version: 3\nidentity: {answer: low}", "identity is wanted for an answer, but no question has 'proof: true'"},
		{"service.yaml", "version: 3", "version: 3\nidentity: {wait: {days: 16}}", "there is nothing to wait for"},
		{"service.yaml", "version: 3", "version: 3\nidentity: {decision: low, wait: {clock: pauses}}", "days"},
		{"en.yaml", "hint: A whole number", "hint: \"{answer nmae}\"", "{answer nmae} names no question: did you mean name?"},
		{"en.yaml", "hint: A whole number", "hint: \"{answer start}\"", "{answer start} is used before 'start' is asked"},
		{"en.yaml", "ask: \"How strong?\"", "ask: \"How strong, {answer nino}?\"", "{answer nino} would repeat a private answer in a text message"},
		{"en.yaml", "hint: A whole number", "hint: \"{answer nino}\"", "{answer nino} would repeat a private answer"},
		{"cy.yaml", "ask: \"Pa mor gryf?\"", "ask: '" + strings.Repeat("Pa mor gryf, tŷ? ", 12) + "'", "201 at most because of 'ŷ'"},
		{"en.yaml", "hint: A whole number", "hint: '\"A whole number\"'", "the quotation marks would be printed: take them away"},
		{"cy.yaml", "ask: \"Pa mor gryf?\"", "ask: '“Pa mor gryf?”'", "the quotation marks would be printed: take them away"},
		{"en.yaml", "evidence: {", "evidence: {{", "this is not YAML"},
		{"en.yaml", "evidence: {", "\tevidence: {", "set in with spaces, never with tabs"},
		{"service.yaml", "sections:\n  - id", "sections:\n   - id", "is set in further or less than its neighbours"},
		{"en.yaml", "awarded:", "---\nawarded:", "a second document begins here"},
	} {
		mistakes := checkDir(changed(t, c.file, c.old, c.new), "tea-club")
		found := slices.ContainsFunc(mistakes, func(m Mistake) bool {
			return strings.Contains(m.String(), c.want) && strings.HasSuffix(m.Pos.File, ".yaml") && (m.Pos.Line > 0 || m.Pos.Col == 0)
		})
		if !found {
			t.Errorf("%s with %q:\n%v\nwant %q", c.file, c.new, mistakes, c.want)
		}
	}
}

// What wants proof of who somebody is stands in no other question's words.
func TestWhatWantsProofIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"hint", "why", "say"} {
		mistakes := checkDir(changed(t, "service.yaml", "{question: near, kind: postcode, optional: true}", "{question: near, kind: postcode, optional: true, proof: true}",
			"en.yaml", "label: Strength", "label: Strength, "+key+": \"Near {answer near}?\""), "tea-club")
		if !strings.Contains(mistakes.Error(), "{answer near} would show an answer that wants proof") {
			t.Errorf("in %s: %v", key, mistakes)
		}
	}
}

func TestAServiceSaysHowSureItMustBe(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Identity{
		"":                          {WaitDays: 16},
		"identity: {decision: M1B}": {Decision: "M1B", WaitDays: 16},
		"identity: {decision: medium, wait: {days: 5, clock: pauses}}": {Decision: "medium", WaitDays: 5, Pauses: true},
		"identity: {decision: low, wait: {days: 20}}":                  {Decision: "low", WaitDays: 20},
	} {
		s, err := Load(changed(t, "service.yaml", "version: 3", "version: 3\n"+text), "tea-club")
		if err != nil || s.Identity != want {
			t.Errorf("%q: %+v, %v", text, s.Identity, err)
		}
	}
}

func TestAllMistakesAreToldAtOnceInOrder(t *testing.T) {
	t.Parallel()
	fsys := changed(t, "service.yaml", "kind: name", "kind: nmae", "service.yaml", "is: company", "is: firm", "en.yaml", "label: Guardian", "lable: Guardian")
	delete(fsys, "tea-club/cy.yaml")
	s, err := Load(fsys, "tea-club")
	var mistakes Mistakes
	if !errors.As(err, &mistakes) || s != nil {
		t.Fatalf("%v, %v", s, err)
	}
	var files []string
	for _, m := range mistakes {
		files = append(files, m.Pos.File)
	}
	text := err.Error()
	for _, want := range []string{"'nmae'", "'firm'", "'lable'", "tea-club/cy.yaml: there is no such file"} {
		if !strings.Contains(text, want) {
			t.Errorf("no mention of %s in\n%s", want, text)
		}
	}
	if files[0] != "tea-club/service.yaml" || !slices.IsSortedFunc(files[1:], strings.Compare) && files[1] != "tea-club/service.yaml" {
		t.Errorf("the files come as %v", files)
	}
	if strings.Count(text, "\n")+1 != len(mistakes) {
		t.Error("not one line a mistake")
	}
}

func TestABigOrMissingFileIsRefused(t *testing.T) {
	t.Parallel()
	fsys := changed(t)
	fsys["tea-club/en.yaml"] = &fstest.MapFile{Data: []byte(strings.Repeat("# long\n", maxFile/7+1))}
	if got := checkDir(fsys, "tea-club"); len(got) == 0 || !strings.Contains(got.Error(), "longer than") {
		t.Errorf("a big file: %v", got)
	}
	if got := checkDir(fstest.MapFS{}, "nowhere"); len(got) != 3 {
		t.Errorf("no folder at all: %v", got)
	}
	fsys["tea-club/en.yaml"] = &fstest.MapFile{Data: []byte("# nothing\n")}
	if got := checkDir(fsys, "tea-club"); len(got) == 0 || !strings.Contains(got.Error(), "empty") {
		t.Errorf("an empty file: %v", got)
	}
}

func TestWhatALoadedServiceKnows(t *testing.T) {
	t.Parallel()
	s := tea(t)
	if s.ID != "tea-club" || s.Version != 3 || s.FeePence != 250 || s.Target != 5 || s.Deadline != 10 || s.AwardYears != 1 {
		t.Errorf("%+v", s)
	}
	if s.Hash == ([32]byte{}) || s.Hash != tea(t).Hash || s.Hash == mustLoad(t, changed(t, "cy.yaml", "Clwb", "Glwb")).Hash {
		t.Error("the hash is not that of the files")
	}
	if s.Person != (Person{Name: "name", DateOfBirth: "born", Address: "address", Mobile: "mobile", Email: "email", NINO: "nino"}) {
		t.Errorf("person %+v", s.Person)
	}
	if got := strings.Join(s.Sections, " ") + " " + strings.Join(s.Evidence, " "); got != "you tea portrait passport" {
		t.Errorf("sections and evidence: %s", got)
	}
	if q := s.Question("photo"); q.Section != "tea" || q.Doors["sms"] != Later || q.Max != 2 || q.Pos.Line == 0 {
		t.Errorf("photo %+v", q)
	}
	if s.Question("nothing") != nil {
		t.Error("a question that is not there")
	}
}

// The documentation lists every kind and every problem code, and every code has its sentence in both languages.
func TestTheDocumentationIsWhole(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../docs/defining-a-service.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(body)
	var kinds []string
	for _, k := range Kinds {
		kinds = append(kinds, string(k))
	}
	if want := "`" + strings.Join(kinds, " ") + "`"; !strings.Contains(doc, want) {
		t.Errorf("the documentation lacks %s", want)
	}
	if want := "`" + strings.Join(ProblemCodes, " ") + "`"; !strings.Contains(doc, want) {
		t.Errorf("the documentation lacks %s", want)
	}
	for _, code := range ProblemCodes {
		for _, l := range lang.All {
			if !lang.Has(l, "problems."+code) {
				t.Errorf("no sentence for %s in %s", code, l)
			}
		}
	}
	for _, k := range append(format.question.keyNames(), append(format.service.keyNames(), format.wording.keyNames()...)...) {
		if !strings.Contains(doc, k) {
			t.Errorf("the documentation never mentions %q", k)
		}
	}
}
