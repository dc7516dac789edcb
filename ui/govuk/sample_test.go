package govuk_test

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
)

// around puts children into a layout, as a .templ file does with braces.
func around(layout templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return layout.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

// citizenPage is a question with every kind of field and one thing wrong.
func citizenPage(l lang.Lang) templ.Component {
	return around(
		govuk.Page(govuk.PageOptions{
			Lang: l, Title: "How far can you walk?", Agency: "Anyshire Council", Service: "Apply for a Blue Badge", ServiceURL: "/apply",
			Navigation:  []govuk.ServiceNavigationItem{{Text: "Your cases", Href: "/account", Active: true}, {Text: "Letters and messages", Href: "/account/post"}},
			LanguageURL: "/page?lang=" + string(l.Other()), BackHref: "/back",
			Phase:       &govuk.PhaseBannerOptions{Tag: govuk.TagOptions{Text: "Beta"}, Text: "This is a new service."},
			Problems:    []govuk.ErrorSummaryItem{{Text: "Say how far you can walk", Href: "#walk"}},
			FooterLinks: []govuk.FooterLink{{Text: "Accessibility", Href: "/accessibility"}, {Text: "Privacy", Href: "/privacy"}},
		}),
		templ.Raw(`<form method="post" novalidate>`),
		govuk.Radios(govuk.RadiosOptions{
			Name: "walk", Fieldset: &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: "How far can you walk?", IsPageHeading: true, Classes: "govuk-fieldset__legend--l"}},
			Hint: govuk.Help("Without stopping for more than a moment."), ErrorMessage: govuk.Wrong("Say how far you can walk"),
			Items: []govuk.RadiosItem{
				{Value: "none", Text: "I cannot walk at all"},
				{Value: "some", Text: "Less than 80 metres", Conditional: govuk.Input(govuk.InputOptions{Name: "metres", Inputmode: "numeric", Label: govuk.LabelOptions{Text: "About how many metres?"}, Suffix: &govuk.AffixOptions{Text: "metres"}, Classes: "govuk-input--width-4"})},
				{Divider: "or"}, {Value: "more", Text: "More than 80 metres", Hint: govuk.Help("About the length of 8 buses")},
			},
		}),
		govuk.Checkboxes(govuk.CheckboxesOptions{
			Name: "aids", Fieldset: &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: "What do you walk with?"}},
			Items: []govuk.CheckboxesItem{{Value: "stick", Text: "A stick"}, {Value: "frame", Text: "A frame"}, {Divider: "or"}, {Value: "nothing", Text: "Nothing", Behaviour: "exclusive"}},
		}),
		govuk.DateInput(govuk.DateInputOptions{ID: "born", NamePrefix: "born", Fieldset: &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: "When were you born?"}}, Hint: govuk.Help("For example, 31 3 1950")}),
		govuk.CharacterCount(govuk.CharacterCountOptions{Name: "why", Maxlength: 500, Label: govuk.LabelOptions{Text: "What makes walking hard?"}}),
		govuk.PasswordInput(govuk.PasswordInputOptions{Name: "password", Label: govuk.LabelOptions{Text: "Password"}}),
		govuk.Button(govuk.ButtonOptions{Text: "Continue", PreventDoubleClick: new(true)}),
		templ.Raw(`</form>`),
		govuk.SummaryList(govuk.SummaryListOptions{Rows: []govuk.SummaryListRow{
			{Key: govuk.SummaryListCell{Text: "Name"}, Value: govuk.SummaryListCell{Text: "Rosemary Example"}, Actions: govuk.SummaryListActions{Items: []govuk.SummaryListAction{{Text: "Change", Href: "/name", VisuallyHiddenText: "name"}}}},
			{Key: govuk.SummaryListCell{Text: "Postcode"}, Value: govuk.SummaryListCell{Text: "ZA1 1AA"}},
		}}),
	)
}

// agentPage is the one screen of a call.
func agentPage(l lang.Lang) templ.Component {
	return around(
		govuk.Desk(govuk.DeskOptions{
			Lang: l, Title: "Call with Rosemary Example", Agency: "Anyshire Council", HomeURL: "/desk", SignedIn: "Dilys Agent", SignOutURL: "/sign-out",
			Search:     &govuk.DeskSearch{Action: "/search", ResultsURL: "/results", Placeholder: "Name, date of birth, postcode, phone or reference"},
			Navigation: []govuk.DeskLink{{Text: "My work", Href: "/desk", Shortcut: "w", Count: "12"}, {Text: "Calls", Href: "/calls", Shortcut: "c", Current: true}, {Text: "Letters", Href: "/letters", Shortcut: "l"}},
			Urgent:     templ.Raw(`<div class="desk-urgent"><strong>On the line: Rosemary Example</strong> <span class="figures">04:12</span></div>`),
		}),
		templ.Raw(`<div class="desk-title"><h1 class="govuk-heading-l">Blue Badge <span class="nowrap">K7TD-2MXW</span></h1>`),
		govuk.Tag(govuk.TagOptions{Text: "Draft", Classes: "govuk-tag--blue"}),
		templ.Raw(`</div><div class="agent"><section class="agent__script"><div class="say"><p>How far can you walk without stopping?</p></div>
			<p class="probe">If unsure: could you walk the length of 8 buses?</p>
			<form id="answer" method="post" data-autosave="/autosave" data-autosave-target="answers">`),
		govuk.Radios(govuk.RadiosOptions{Name: "walk", Classes: "govuk-radios--small", Items: []govuk.RadiosItem{
			{Value: "none", Text: "Cannot walk", Attributes: templ.Attributes{"data-shortcut": "1"}},
			{Value: "some", Text: "Less than 80 metres", Attributes: templ.Attributes{"data-shortcut": "2"}},
		}}),
		govuk.Textarea(govuk.TextareaOptions{Name: "note", Rows: 3, Label: govuk.LabelOptions{Text: "In their own words"}}),
		govuk.Button(govuk.ButtonOptions{Text: "Save and next"}),
		templ.Raw(`</form><p class="readback">You said you use a stick. Is that right?</p></section>
			<section class="agent__answers" aria-labelledby="so-far"><h2 class="govuk-heading-m" id="so-far">Answers so far</h2><dl class="answers" id="answers">
			<div><dt>Who is it for?</dt><dd>Herself</dd><dd class="answers__source">Dilys Agent, phone, 9:41am</dd></div></dl></section>
			<section class="agent__person" aria-labelledby="person"><h2 class="govuk-heading-m" id="person">Rosemary Example</h2>
			<ul class="needs"><li class="needs__must">Large print</li><li>Speaks Welsh</li></ul></section></div>
			<table class="worklist"><caption>Waiting</caption><thead><tr><th scope="col">Reference</th><th scope="col">What</th><th scope="col">Due</th></tr></thead>
			<tbody><tr><td data-label="Reference"><a class="govuk-link" href="/case">K7TD-2MXW</a></td><td data-label="What">Decide</td><td data-label="Due"><span class="due due--late">2 days late</span></td></tr>
			<tr><td data-label="Reference"><a class="govuk-link" href="/case2">B4CD-9FGH</a></td><td data-label="What">Read the scan</td><td data-label="Due"><span class="due due--soon">today</span></td></tr></tbody></table>
			<div id="clock" data-poll="2" data-poll-url="/poll"><p>no news</p></div>`),
	)
}

// demoPage is the handset and the doormat.
func demoPage(l lang.Lang) templ.Component {
	return around(
		govuk.Page(govuk.PageOptions{Lang: l, Title: "Handset", Agency: "Samedoor", FullWidth: true}),
		templ.Raw(`<h1 class="govuk-heading-l">A telephone and a doormat</h1><div class="handset"><p class="handset__name">07700 900123</p>
			<div class="handset__screen"><p class="bubble bubble--in">Anyshire Council: how far can you walk? Reply 1 for not at all, 2 for less than 80 metres.<span class="bubble__when">9:41am</span></p>
			<p class="bubble bubble--out">2<span class="bubble__when">9:42am</span></p></div>
			<form class="handset__reply" method="post"><label class="govuk-visually-hidden" for="reply">Reply</label><input id="reply" name="reply"/><button class="govuk-button">Send</button></form></div>
			<h2 class="govuk-heading-m">The doormat</h2><div class="doormat"><figure class="post"><a href="/letter"><img class="post__page" src="/page.svg" alt="Letter of 3 May, page 1"/></a><figcaption>3 May 2026</figcaption></figure>
			<figure class="post"><a href="/letter2"><img class="post__page" src="/page.svg" alt="Letter of 4 May, page 1"/></a><figcaption>4 May 2026</figcaption></figure></div>`),
	)
}
