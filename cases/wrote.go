package cases

import (
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
)

// writeContinue: carry on where you stopped, by whichever door.
func writeContinue(p *page) {
	p.heading("continue.heading")
	p.paragraph("continue.saved")
	p.heading("continue.online")
	p.steps("continue.steps")
	p.code()
	p.heading("continue.otherwise")
	p.paragraph("continue.phone")
	p.visit("continue.visit")
}

// writeSubmitted: it came, and when we decide.
func writeSubmitted(c Case) func(p *page) {
	done := "" // of a service that decides nothing: when it will be done
	if !c.Service.Decides() {
		done = "-done"
	}
	return func(p *page) {
		p.heading("submitted.heading")
		p.paragraph("submitted.nothing-to-do")
		p.facts([2]string{"reference", ShowReference(c.Reference)}, [2]string{"received", p.day(c.SubmittedAt.In(lang.London))},
			[2]string{"target" + done, p.day(c.Target)}, [2]string{"deadline" + done, p.day(c.Deadline)})
		p.paragraph("submitted.next" + done)
		p.heading("submitted.see")
		p.add(letters.Block{Kind: "list", Items: p.items("submitted.ways")})
		p.code()
	}
}

// writeEvidence: what is needed and every way to send it.
func writeEvidence(what string) func(p *page) {
	return func(p *page) {
		p.heading("evidence.heading")
		p.paragraph("evidence.cannot-decide")
		p.typed(what)
		p.heading("evidence.how")
		ways := p.items("evidence.ways")
		if len(p.agency.Settings.Counter) > 0 {
			ways = append(ways, p.say("evidence.visit"))
		}
		p.add(letters.Block{Kind: "list", Items: ways})
		p.code()
		p.paragraph("evidence.hard")
	}
}

// writeDone: what was done, in the words of whoever did it.
func writeDone(what string) func(p *page) {
	return func(p *page) {
		p.heading("done.heading")
		p.paragraph("done.did")
		p.typed(what)
		p.paragraph("done.wrong")
	}
}

// writeAward: what was awarded, why, and what happens now.
func writeAward(d Decision) func(p *page) {
	return func(p *page) {
		p.heading("award.heading")
		p.paragraph("award.good-news")
		p.facts([2]string{"from", p.day(*d.AwardFrom)}, [2]string{"until", p.day(*d.AwardUntil)})
		if next := p.draft.Service.Paragraphs(p.lang, "awarded.next", p.draft.Values()); len(next) > 0 {
			p.heading("award.next")
			for _, s := range next {
				p.text(s)
			}
		}
		p.heading("decision.why")
		for _, code := range d.Criteria {
			p.text(p.draft.Service.Word(p.lang, "criteria."+code+".award", p.draft.Values()))
		}
		p.decider(d)
		p.review(d)
	}
}

// writeRefusal: the rules, the evidence weighed, the reasons, and how to have it looked at again.
func writeRefusal(d Decision) func(p *page) {
	return func(p *page) {
		p.heading("refusal.heading")
		p.paragraph("refusal.sorry")
		p.heading("refusal.rules")
		var rules []string
		for _, code := range d.Criteria {
			rules = append(rules, p.draft.Service.Word(p.lang, "criteria."+code+".refuse", p.draft.Values()))
		}
		p.add(letters.Block{Kind: "list", Items: rules})
		p.decider(d)
		p.review(d)
	}
}

// decider is what the decider wrote, as written: nobody translates a reason by machine. The Welsh page offers it in Welsh.
func (p *page) decider(d Decision) {
	if d.Evidence != "" {
		p.heading("decision.evidence")
		p.paragraph("decision.as-written")
		p.typed(d.Evidence)
	}
	if d.Reasons != "" {
		p.heading("decision.reasons")
		p.typed(d.Reasons)
	}
}

func (p *page) review(d Decision) {
	last := p.day(*d.ReviewUntil)
	p.heading("review.heading")
	p.paragraph("review.ask", "last", last)
	p.add(letters.Block{Kind: "list", Items: p.reviewWays()})
	p.paragraph("review.say")
	p.paragraph("review.ombudsman-" + p.agency.Nation)
}

func (p *page) reviewWays() []string {
	ways := p.items("review.ways")
	if len(p.agency.Settings.Counter) > 0 {
		ways = append(ways, p.say("review.visit"))
	}
	return ways
}

func (p *page) day(t time.Time) string { return lang.Date(p.lang, t) }
