package services

import (
	"slices"
)

// What is read for one question at most, in bytes: the longest text a question may ask for (9,000 characters of four bytes)
// twice over, and far less where the answer is short.
const (
	maxInput      = 72_000
	maxShortInput = 4_000
)

// Parse decides what an input means. prev is the question's present answer (lists and files grow from it). The value is
// only good when there are no problems; the caller keeps the Input, so that nothing typed is lost with it.
func (s *Service) Parse(q *Question, prev *Value, in Input, a Answers, today Day) (Value, Problems) {
	if in.size() > q.maxInput() {
		return Value{}, Problems{{Question: q.ID, Code: "too-long", Vars: map[string]any{"max": q.Limit()}}}
	}
	r := &reading{s: s, q: q, in: in.clean(), today: today, offered: s.Offered(q, a, today)}
	if prev != nil {
		r.prev = *prev
	}
	return r.value()
}

func (q *Question) maxInput() int {
	switch q.Kind {
	case LongText:
		return max(maxInput, 4*q.Limit())
	case Text, File, List, Somebody:
		return maxInput
	default:
		return maxShortInput
	}
}

// reading is one input being understood.
type reading struct {
	s       *Service
	q       *Question
	in      Input // cleaned
	prev    Value
	today   Day
	offered []Option
}

// value reads the answer and then holds it against the question's rules.
func (r *reading) value() (Value, Problems) {
	if r.q.Kind == Info {
		return Value{Text: "read"}, nil
	}
	if v, wrong, said := r.putOff(); said {
		return v, wrong
	}
	switch r.q.Kind {
	case List:
		return r.list()
	case Somebody:
		return r.somebody()
	case File:
		return r.file()
	default:
	}
	if r.skipped() {
		return r.skip()
	}
	v, wrong := r.read()
	if len(wrong) == 0 {
		wrong = r.s.valid(r.q, v, r.offered, r.today)
	}
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	return v, nil
}

func (r *reading) read() (Value, Problems) {
	switch r.q.Kind {
	case Text, LongText, Name:
		return r.words()
	case YesNo:
		return r.yesNo()
	case Choice:
		return r.choice()
	case Choices:
		return r.choices()
	case Date:
		return r.date()
	case Month:
		return r.month()
	case Time:
		return r.time()
	case Number:
		return r.number()
	case Money:
		return r.money()
	case Phone:
		return r.phone()
	case Email:
		return r.email()
	case WebAddress:
		return r.webAddress()
	case Postcode:
		return r.postcode()
	case Address:
		return r.address()
	case NINO:
		return r.nino()
	case NHSNumber:
		return r.nhsNumber()
	case UTR:
		return r.utr()
	case Vehicle:
		return r.vehicle()
	case Bank:
		return r.bank()
	case Declaration:
		return r.declaration()
	case Signature:
		return r.signature()
	case List, Somebody, File, Info:
	}
	return Value{}, r.wrong("required", "")
}

// skipped says whether the question is left blank: nothing came, the door's "skip" was pressed, or somebody wrote so.
func (r *reading) skipped() bool {
	if r.in.Get("skip") == "yes" || r.in.blank(r.q.Kind) {
		return true
	}
	if !r.q.Optional || !r.free() {
		return false
	}
	word := fold(r.in.Text)
	skip := skipWords[word] || unknownWords[word]
	switch r.q.Kind {
	case YesNo, Choice, Choices:
		return skip && len(r.matches(r.in.Text)) == 0
	case Text, LongText, Name, Declaration, Signature:
		return skip
	default:
		return skip || noWords[word]
	}
}

func (r *reading) skip() (Value, Problems) {
	if r.q.Optional {
		return Value{Skipped: true}, nil
	}
	return Value{}, r.wrong(missing(r.q), "")
}

// missing is the problem of a question without an answer.
func missing(q *Question) string {
	switch q.Kind {
	case Declaration:
		return "agree-required"
	case Signature:
		return "signature-required"
	case File:
		return "file-required"
	default:
		return "required"
	}
}

// wrong is one problem of this question; vars are names and values.
func (r *reading) wrong(code, part string, vars ...any) Problems {
	p := Problem{Question: r.q.ID, Field: part, Code: code}
	for i := 0; i+1 < len(vars); i += 2 {
		if p.Vars == nil {
			p.Vars = map[string]any{}
		}
		p.Vars[vars[i].(string)] = vars[i+1]
	}
	return Problems{p}
}

// free says that a citizen wrote freely, rather than a door having asked in parts.
func (r *reading) free() bool { return len(r.in.Fields) == 0 }

// line is the answer of a kind that is one line: free text, or the part "value".
func (r *reading) line() string {
	if r.free() {
		return r.in.Text
	}
	return r.in.Get("value")
}

// size is the bytes of everything that was read.
func (in Input) size() int {
	n := len(in.Text)
	for part, values := range in.Fields {
		n += len(part)
		for _, v := range values {
			n += len(v) + 1
		}
	}
	for _, f := range in.Files {
		n += len(f.Name) + len(f.Kind)
	}
	return n
}

// clean is the input without what cannot be meant. Which parts were sent stays as it was.
func (in Input) clean() Input {
	out := Input{Text: clean(in.Text), Files: slices.Clone(in.Files), Lang: in.Lang}
	for i := range out.Files {
		out.Files[i].Name = oneLine(clean(out.Files[i].Name))
	}
	if len(in.Fields) == 0 {
		return out
	}
	out.Fields = make(map[string][]string, len(in.Fields))
	for part, values := range in.Fields {
		cleaned := make([]string, len(values))
		for i, v := range values {
			cleaned[i] = clean(v)
		}
		out.Fields[part] = cleaned
	}
	return out
}

// parts are the parts a question of this kind is asked in; whatever else a form sends along is none of its business.
func (k Kind) parts() []string {
	switch k {
	case Date:
		return []string{"value", "day", "month", "year"}
	case Month:
		return []string{"value", "month", "year"}
	case Address:
		return []string{"value", "line1", "line2", "town", "county", "postcode", "country", "no-fixed"}
	case Bank:
		return []string{"value", "holder", "sort", "account", "roll"}
	case Choice, Choices:
		return []string{"value", "other"}
	case File:
		return []string{"later"}
	case Declaration:
		return []string{"agree"}
	case Signature:
		return []string{"value", "agree"}
	default:
		return []string{"value"}
	}
}

// blank says that nothing came in that could answer a question of this kind.
func (in Input) blank(k Kind) bool {
	for _, part := range k.parts() {
		for _, v := range in.Fields[part] {
			if v != "" {
				return false
			}
		}
	}
	return in.Text == "" && len(in.Files) == 0
}
