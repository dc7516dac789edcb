package services

import "github.com/samedoor/samedoor/channels"

// ProblemCodes are all codes a Problem may carry. Each has its sentence in lang under problems.<code>.
var ProblemCodes = []string{"required", "not-a-choice", "too-long", "too-short", "date-not-real", "date-incomplete",
	"date-in-future", "date-in-past", "date-too-old", "phone-not-real", "email-not-real", "postcode-not-real",
	"address-incomplete", "address-both", "nino-not-real", "number-not-real", "number-too-small", "number-too-big", "other-required",
	"too-many", "exclusive", "agree-required", "file-required", "row-incomplete", "stopped",
	"too-many-words", "too-many-decimals", "time-not-real", "amount-not-real", "web-address-not-real", "nhs-number-not-real", "utr-not-real",
	"vehicle-not-real", "bank-incomplete", "sort-code-not-real", "account-not-real", "roll-not-real", "signature-required", "unknown-not-taken",
	"proof-needed", "identity-needed", "month-not-real", "decimal-not-real", "kept-from-helper"}

// fieldKinds are the kinds a list's rows and a person's details may be made of: those that one reply can answer.
var fieldKinds = []Kind{Text, LongText, Name, YesNo, Choice, Choices, Date, Month, Time, Number, Money, Phone, Email, WebAddress, Postcode, Address,
	NINO, NHSNumber, UTR, Vehicle}

// format is the whole format of a definition.
var format = makeFormat()

type formats struct {
	service, wording, question, field, stop, condition, option *shape
}

func makeFormat() formats {
	condition := conditionShape()
	option := &shape{is: either, name: "option", what: "an option", doc: "A code, or an object where there is more to say.", alts: []*shape{
		{is: aCode, what: "an option"},
		{is: anObject, what: "an option", keys: []key{
			{name: "code", of: codeOf("an option's code"), required: true},
			{name: "exclusive", of: flagOf("exclusive"), doc: "Choosing it excludes every other."},
			{name: "when", of: condition, doc: "Offered only when it holds."},
		}},
	}}
	field := questionShape("field", "a field", option, nil, condition, fieldKinds)
	question := questionShape("question", "a question", option, field, condition, Kinds)
	stop := &shape{is: anObject, name: "stop", what: "a stop", doc: "An ending other than submission.", keys: []key{
		{name: "stop", of: codeOf("a stop's id"), required: true},
		{name: "when", of: condition, doc: "Ends here when it holds; without it, always."},
	}}
	return formats{
		service:  serviceShape(question, stop, condition),
		wording:  wordingShape(),
		question: question, field: field, stop: stop, condition: condition, option: option,
	}
}

func conditionShape() *shape {
	c := &shape{is: anObject, name: "condition", what: "a condition",
		doc: "all, any, not or named; or question with exactly one test of its answer.",
		one: []string{"all", "any", "not", "named", "question"},
		tests: []string{"is", "in", "includes", "answered", "age_under", "age_from", "before", "after", "at_least", "at_most", "more_than", "less_than",
			"pension_within"}}
	several := &shape{is: aList, what: "the list of conditions", items: c}
	years := wholeOf("years", 1, 150)
	amount := &shape{is: aDecimal, what: "the amount"}
	day := textOf("a day: today, a date like 2026-04-06, or the id of an earlier date")
	c.keys = []key{
		{name: "all", of: several}, {name: "any", of: several}, {name: "not", of: c},
		{name: "named", of: codeOf("a condition's name"), doc: "One of the service's conditions."},
		{name: "question", of: codeOf("a question's id"), doc: "An earlier question."},
		{name: "is", of: textOf("the answer"), doc: "The choice made, or the text."},
		{name: "in", of: &shape{is: aList, what: "the list of answers", items: textOf("an answer")}},
		{name: "includes", of: codeOf("an option"), doc: "Several choices include this one."},
		{name: "answered", of: flagOf("answered")},
		{name: "age_under", of: years, doc: "With a date: the age today is under this many years."},
		{name: "age_from", of: years, doc: "With a date: the age today is at least this many years."},
		{name: "on", of: day, doc: "With an age: on that day instead of today."},
		{name: "before", of: day, doc: "With a date or a month: it is before that day."},
		{name: "after", of: day, doc: "With a date or a month: it is after that day."},
		{name: "at_least", of: amount, doc: "With a number, money, or the count of a list's rows."},
		{name: "at_most", of: amount},
		{name: "more_than", of: amount},
		{name: "less_than", of: amount},
		{name: "pension_within", of: wholeOf("months", 0, 1200), doc: "With a date of birth: State Pension age is reached at most so many months from today; 0 is reached."},
	}
	return c
}

func questionShape(name, what string, option, field, condition *shape, kinds []Kind) *shape {
	kindWords := make([]string, len(kinds))
	for i, k := range kinds {
		kindWords[i] = string(k)
	}
	q := &shape{is: anObject, name: name, what: what, keys: []key{
		{name: "question", of: codeOf("a question's id"), required: true},
		{name: "kind", of: &shape{is: oneOf, what: "question kind", words: kindWords}, required: true},
		{name: "optional", of: flagOf("optional"), doc: "May be left blank, which is itself an answer."},
		{name: "max", of: wholeOf("max", 1, 1_000_000_000), doc: "Characters, files, rows, or the highest number.",
			kinds: []Kind{Text, LongText, Name, Number, Money, File, List, Choice, Choices}},
		{name: "min", of: wholeOf("min", 0, 1_000_000_000), doc: "Characters, rows, or the lowest number.",
			kinds: []Kind{Text, LongText, Number, Money, List}},
		{name: "words", of: wholeOf("words", 1, 10_000), doc: "At most so many words.", kinds: []Kind{LongText}},
		{name: "decimals", of: wholeOf("decimals", 0, maxDecimals), doc: "Places after the point.", kinds: []Kind{Number}},
		{name: "past", of: flagOf("past"), doc: "Not in the future.", kinds: []Kind{Date, Month}},
		{name: "future", of: flagOf("future"), doc: "Not in the past.", kinds: []Kind{Date, Month}},
		{name: "precision", of: &shape{is: oneOf, what: "precision", words: []string{"day", string(ToMonth), string(ToYear)}}, kinds: []Kind{Date},
			doc: "What must be known of it: day, month or year."},
		{name: "unknown", of: flagOf("unknown"), doc: "'I don't know' is an answer."},
		{name: "abroad", of: flagOf("abroad"), doc: "May be in another country.", kinds: []Kind{Address}},
		{name: "options", of: &shape{is: aList, what: "options", items: option}, kinds: []Kind{Choice, Choices}},
		{name: "other", of: codeOf("other"), doc: "The option that takes 'say what'.", kinds: []Kind{Choice, Choices}},
	}}
	if field == nil {
		return q
	}
	q.keys = append(q.keys,
		key{name: "when", of: condition, doc: "Asked only when it holds."},
		key{name: "fields", of: &shape{is: aList, what: "fields", items: field}, kinds: []Kind{List, Somebody}, doc: "What is asked for each row, or of the person."},
		key{name: "doors", of: doorsShape(), doc: "What a door does instead of asking."},
		key{name: "private", of: flagOf("private"), doc: "Never repeated back by text to somebody unproven."},
		key{name: "proof", of: flagOf("proof"), doc: "Answered and shown only once it is proven who the person is."},
		key{name: "photo", of: flagOf("photo"), doc: "A picture, taken with the telephone or sent by MMS.", kinds: []Kind{File}},
		key{name: "accept", of: &shape{is: aList, what: "accept", items: codeOf("a kind of document")}, kinds: []Kind{File}, doc: "Kinds of document."},
	)
	return q
}

func doorsShape() *shape {
	doors := &shape{is: aDictionary, what: "door", items: &shape{is: oneOf, what: "door rule", words: []string{string(Later), string(Skip), string(Link), string(Call), string(Form)}}}
	for _, k := range channels.Kinds {
		doors.words = append(doors.words, string(k))
	}
	return doors
}

func serviceShape(question, stop, condition *shape) *shape {
	days := wholeOf("working days", 1, 1000)
	person := &shape{is: anObject, what: "person", doc: "Which questions are about the person the service is for."}
	for _, part := range personParts {
		person.keys = append(person.keys, key{name: part.key, of: codeOf("a question's id")})
	}
	section := &shape{is: anObject, what: "a section", keys: []key{
		{name: "id", of: codeOf("a section's id"), required: true},
		{name: "steps", required: true, of: &shape{is: aList, what: "steps", items: &shape{is: either, name: "step", what: "a step", alts: []*shape{stop, question}}}},
	}}
	return &shape{is: anObject, name: "service", what: "a service", keys: []key{
		{name: "service", of: codeOf("a service's id"), required: true, doc: "The name of the folder."},
		{name: "version", of: wholeOf("version", 1, 1_000_000), required: true, doc: "One more than what was published, when anything changes."},
		{name: "deadline", required: true, doc: "In days of its calendar.", of: &shape{is: anObject, what: "the deadline", keys: []key{
			{name: "target", of: days, required: true, doc: "The day we aim at."},
			{name: "final", of: days, required: true, doc: "The day we promise."},
			{name: "calendar", of: &shape{is: oneOf, what: "calendar", words: []string{string(WorkingDays), string(SchoolDays), string(CalendarDays)}}, doc: "Which days count; working-days where not said."},
		}}},
		{name: "effect", doc: "When this version may be begun.", of: &shape{is: anObject, what: "effect", keys: []key{
			{name: "from", of: dateOf("from")}, {name: "until", of: dateOf("until")}}}},
		{name: "claim", doc: "How far around its day a claim may be made.", of: &shape{is: anObject, what: "claim", keys: []key{
			{name: "backdated", of: periodShape(), doc: "How far back it may reach."},
			{name: "early", of: periodShape(), doc: "How long before it is due it may be made."}}}},
		{name: "events", of: &shape{is: aList, what: "events", items: &shape{is: oneOf, what: "life event", words: LifeEvents}}, doc: "The life events it is found under."},
		{name: "tasks", of: flagOf("tasks"), doc: "Long enough for a task list of its sections."},
		{name: "fee", of: &shape{is: aMoney, what: "fee"}, doc: "In pounds."},
		{name: "award", of: &shape{is: anObject, what: "award", keys: []key{{name: "years", of: wholeOf("years", 1, 100), required: true}}}},
		{name: "identity", of: identityShape()},
		{name: "person", of: person},
		{name: "them", of: condition, doc: "When it holds, the wording's 'them' variants are used."},
		{name: "conditions", of: &shape{is: aDictionary, what: "conditions", items: condition}, doc: "Named conditions."},
		{name: "sections", required: true, of: &shape{is: aList, what: "sections", items: section}},
		{name: "routes", of: &shape{is: aList, what: "routes", items: &shape{is: anObject, what: "a route", keys: []key{
			{name: "code", of: codeOf("a route's code"), required: true},
			{name: "automatic", of: flagOf("automatic"), doc: "Eligible without further assessment."},
			{name: "criterion", of: codeOf("a criterion's code"), required: true},
			{name: "when", of: condition},
		}}}},
		{name: "criteria", of: &shape{is: aList, what: "criteria", items: &shape{is: anObject, what: "a criterion", keys: []key{
			{name: "code", of: codeOf("a criterion's code"), required: true},
			{name: "assessed", of: flagOf("assessed"), doc: "Subject to assessment."},
		}}}},
	}}
}

func wordingShape() *shape {
	words := &shape{is: aDictionary, what: "wording", items: textOf("the wording")}
	paragraphs := &shape{is: aList, what: "paragraphs", items: textOf("a paragraph")}
	instead := key{name: "instead", of: paragraphs, doc: "What else they can do."}
	stop := []key{{name: "title", of: textOf("title"), required: true}, {name: "body", of: paragraphs, required: true}, instead}
	stopThem := &shape{is: anObject, what: "the stop's 'them'", keys: []key{{name: "title", of: textOf("title")}, {name: "body", of: paragraphs}, instead}}
	return &shape{is: anObject, name: "wording", what: "the wording", keys: []key{
		{name: "name", of: textOf("name"), required: true},
		{name: "summary", of: textOf("summary"), required: true},
		{name: "untranslated", of: flagOf("untranslated"), doc: "The texts of this file are still in the other language: every door says so."},
		{name: "before", of: paragraphs, doc: "Shown before starting."},
		{name: "also", of: &shape{is: aList, what: "also", items: textOf("a word it is looked for by")}, doc: "Other words people look for it by; each language has its own."},
		{name: "sections", of: words, required: true},
		{name: "routes", of: words},
		{name: "criteria", of: &shape{is: aDictionary, what: "criteria", items: &shape{is: anObject, what: "a criterion's wording", keys: []key{
			{name: "name", of: textOf("name"), required: true},
			{name: "law", of: textOf("law"), required: true},
			{name: "award", of: textOf("award"), required: true},
			{name: "refuse", of: textOf("refuse"), required: true, doc: "The sentence of a refusal letter."},
		}}}},
		{name: "stops", of: &shape{is: aDictionary, what: "stops", items: &shape{is: anObject, what: "a stop's wording",
			keys: append(stop, key{name: "them", of: stopThem})}}},
		{name: "awarded", of: &shape{is: anObject, what: "awarded", keys: []key{{name: "next", of: paragraphs, required: true, doc: "The award letter: what happens now."}}}},
		{name: "evidence", of: words, doc: "Names of kinds of document."},
		{name: "questions", of: &shape{is: aDictionary, what: "questions", items: questionWords()}, required: true},
	}}
}

// questionWords is the wording of a question: the same keys for a field of a list and for the "them" variant, where
// nothing is required because it only overrides.
func questionWords() *shape {
	keys := func(required bool) []key {
		several := &shape{is: aList, what: "paragraphs", items: textOf("a paragraph")}
		option := &shape{is: either, name: "optionWords", what: "an option's wording", alts: []*shape{
			textOf("an option's wording"),
			{is: anObject, what: "an option's wording", keys: []key{{name: "text", of: textOf("text"), required: true}, {name: "hint", of: textOf("hint")}}},
		}}
		return []key{
			{name: "ask", of: textOf("ask"), required: required, doc: "The question, as a heading."},
			{name: "label", of: textOf("label"), required: required, doc: "Short, for lists of answers."},
			{name: "hint", of: textOf("hint")},
			{name: "why", of: textOf("why"), doc: "Why we ask."},
			{name: "say", of: textOf("say"), doc: "Phone: what the agent says; else ask."},
			{name: "probes", of: several, doc: "Phone: what the agent may ask further."},
			{name: "readback", of: textOf("readback"), doc: "Phone: how the answer is read back, with {answer}."},
			{name: "sms", of: textOf("sms"), doc: "Text message: short; else ask."},
			{name: "paper", of: textOf("paper"), doc: "Printed form; else ask."},
			{name: "body", of: several, doc: "Paragraphs above the question; what an info page or a declaration says."},
			{name: "more", of: &shape{is: aList, what: "more", items: &shape{is: anObject, what: "more to read", keys: []key{
				{name: "title", of: textOf("title"), required: true}, {name: "body", of: several, required: true}}}}, doc: "More to read, shown when it is opened."},
			{name: "prefix", of: textOf("prefix"), doc: "number: stands before it."},
			{name: "suffix", of: textOf("suffix"), doc: "number: stands after it, as 'hours a week'."},
			{name: "options", of: &shape{is: aDictionary, what: "options", items: option}},
			{name: "problems", of: &shape{is: aDictionary, what: "problem code", words: ProblemCodes, items: textOf("a problem's sentence")}},
		}
	}
	object := func(name, what string, keys []key) *shape {
		return &shape{is: anObject, name: name, what: what, keys: keys}
	}
	field := object("fieldWords", "a field's wording", keys(true))
	fieldOver := object("fieldOver", "a field's wording under 'them'", keys(false))
	them := object("them", "'them'", append(keys(false), key{name: "fields", of: &shape{is: aDictionary, what: "fields", items: fieldOver}}))
	return object("questionWords", "a question's wording", append(keys(true),
		key{name: "fields", of: &shape{is: aDictionary, what: "fields", items: field}},
		key{name: "them", of: them, doc: "Overrides any of the above when the application is for somebody else."}))
}

func periodShape() *shape {
	n := func(name string) key { return key{name: name, of: wholeOf(name, 1, 1000)} }
	return &shape{is: anObject, what: "a period", keys: []key{n("months"), n("weeks"), n("days")}}
}

func textOf(what string) *shape { return &shape{is: aText, what: what} }
func codeOf(what string) *shape { return &shape{is: aCode, what: what} }
func dateOf(what string) *shape { return &shape{is: aDay, what: what} }
func flagOf(what string) *shape { return &shape{is: aFlag, what: what} }
func wholeOf(what string, min, max int) *shape {
	return &shape{is: aWhole, what: what, min: min, max: max}
}
