package demodata

import (
	"fmt"
	"math/rand/v2"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// story is what somebody would answer where it decides their way through the form; everything else is answered as people do.
type story map[string]string

var stories = []story{
	{"benefit": "pip", "pip-moving": "points-8"},
	{"benefit": "pip", "pip-moving": "points-12"},
	{"benefit": "pip", "pip-moving": "points-4", "pip-planning": "e-10"},
	{"benefit": "dla", "dla-higher": "yes"},
	{"benefit": "wpms"},
	{"benefit": "none", "main-reason": "blind", "blind-registered": "yes"},
	{"benefit": "none", "main-reason": "walking", "walking-difficulty": "pain", "walking-time": "under-1"},
	{"benefit": "none", "main-reason": "walking", "walking-difficulty": "breathless", "walking-time": "from-1-to-5"},
	{"benefit": "none", "main-reason": "walking", "walking-difficulty": "balance", "walking-time": "cannot"},
	{"benefit": "pip", "pip-moving": "points-4", "pip-planning": "f-12", "main-reason": "hidden", "hidden-risk": "self"},
	{"benefit": "none", "main-reason": "hidden", "hidden-risk": "none"},
	{"benefit": "none", "main-reason": "arms", "arms-drives": "weekly"},
}

// assessed are the stories that need an assessment, about walking: what the demonstration's refusals weigh.
var assessed = stories[6:9]

// said are the longer answers, by question: what somebody might say about their own day.
var said = map[string][]string{
	"condition": {"Osteoarthritis in both hips and the left knee, since 2011.", "COPD and heart failure. I use oxygen at night.",
		"Parkinson’s for six years. My legs freeze when I start to walk.", "Spinal stenosis, operated twice, no better.",
		"Autism and an anxiety disorder, diagnosed in 2015.", "A stroke two years ago left my right side weak."},
	"pain-detail":        {"After a few steps the hip burns and I have to hold on to something.", "My knees lock. I pay for every outing with two days in bed."},
	"time-detail":        {"It takes me ten minutes from the car to the chemist’s door, which is across the road."},
	"danger-detail":      {"I do not hear traffic behind me and my legs give way without warning."},
	"balance-detail":     {"I have fallen four times since Easter, once in a car park.", "I cannot turn round without holding on."},
	"planning-detail":    {"I lose my way in streets I have known for years."},
	"hidden-detail":      {"Crowds and noise make me panic. I have run into the road to get away.", "If the car is not close I cannot make myself go at all."},
	"hidden-risk-detail": {"I step out without looking when I am frightened."},
	"hidden-coping":      {"Headphones help a little. I only go with my sister."},
	"arms-machines":      {"I cannot lift my arms to the slot or press the buttons."},
	"walk-example":       {"From my front door to the post box", "From the bus stop to the library"},
	"walk-minutes":       {"About five minutes", "Ten minutes with two rests"},
	"blind-council":      {"Anytown Council"},
	"badge-number":       {"AB12CD"},
}

var medicines = [][3]string{{"Co-codamol", "30 mg", "Four times a day"}, {"Amitriptyline", "10 mg", "At night"}, {"Furosemide", "40 mg", "Every morning"},
	{"Salbutamol", "2 puffs", "When needed"}, {"Co-careldopa", "25/100", "Five times a day"}}

// answer is what person d of a story says to a question.
func (s story) answer(q *services.Question, d accounts.Details, today services.Day, rnd *rand.Rand) services.Input {
	one := func(part, v string) services.Input { return services.Input{Fields: map[string][]string{part: {v}}} }
	if v, ok := s[q.ID]; ok {
		return one("value", v)
	}
	if lines := said[q.ID]; len(lines) > 0 {
		return one("value", lines[rnd.IntN(len(lines))])
	}
	switch q.ID {
	case "applying-for":
		return one("value", "self")
	case "name":
		return one("value", d.FullName)
	case "date-of-birth":
		return services.Input{Fields: map[string][]string{"day": {fmt.Sprint(d.DateOfBirth.D)}, "month": {fmt.Sprint(int(d.DateOfBirth.M))}, "year": {fmt.Sprint(d.DateOfBirth.Y)}}}
	case "address":
		return services.Input{Fields: map[string][]string{"line1": {d.Address.Lines[0]}, "town": {d.Address.Lines[1]}, "postcode": {d.Address.Postcode}}}
	case "mobile":
		return orSkip(d.Mobile)
	case "other-phone":
		return orSkip(d.Landline)
	case "email":
		return orSkip(d.Email)
	case "existing-badge":
		return one("value", []string{"never-had", "never-had", "with-number"}[rnd.IntN(3)])
	case "lasting":
		return one("value", "three-years")
	case "fee":
		return one("value", []string{"phone", "online", "counter", "cheque"}[rnd.IntN(4)])
	}
	if q.Optional {
		return one("skip", "yes")
	}
	return q.Example(today)
}

func orSkip(v string) services.Input {
	if v == "" {
		return services.Input{Fields: map[string][]string{"skip": {"yes"}}}
	}
	return services.Input{Fields: map[string][]string{"value": {v}}}
}

// rows are what goes into a list, one row a step.
func rows(q *services.Question, today services.Day, rnd *rand.Rand) []services.Input {
	var out []services.Input
	for range 1 + rnd.IntN(2) {
		in := services.Input{Fields: map[string][]string{"op": {"add"}}}
		for part, v := range q.Example(today).Fields {
			in.Fields[part] = v
		}
		m := medicines[rnd.IntN(len(medicines))]
		for part, v := range map[string]string{"medicine": m[0], "dose": m[1], "how-often": m[2], "aid": []string{"Walking stick", "Rollator", "Wheelchair"}[rnd.IntN(3)],
			"aid-when": "Every time I go out", "treatment": []string{"Physiotherapy", "Hip replacement"}[rnd.IntN(2)], "treatment-when": "Last year",
			"professional": []string{"Dr A Larkin", "Ms J Whitby", "Mr T Osborne"}[rnd.IntN(3)], "professional-role": []string{"Physiotherapist", "Consultant", "Specialist nurse"}[rnd.IntN(3)],
			"professional-place": "Anytown General Hospital"} {
			if _, ok := in.Fields[part]; ok {
				in.Fields[part] = []string{v}
			}
		}
		in.Fields["op"] = []string{"add"}
		out = append(out, in)
	}
	return append(out, services.Input{Fields: map[string][]string{"op": {"done"}}})
}
