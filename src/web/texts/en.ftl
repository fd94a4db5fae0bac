# The words of the interface in English. Every key stands in fr.ftl and es.ftl as well.

## Frame
skip = Skip to content
unknown = not known
not-applicable = does not apply
and = and
and-more = and { $count } more
nav-main = Main
nav-languages = Language
nav-crumbs = You are here
nav-footer = About this site
nav-members = Members
nav-themes = Themes
nav-programmes = Programmes
nav-practices = Practices
nav-topics = Topics
nav-surveys = Surveys
nav-about = About
nav-method = How matching works
nav-accessibility = Accessibility
nav-api = API for developers
nav-dataset = Description of the data
footer-source = Content: the WAPES survey report of 2022, told in the project’s own words and cited line by line, and later public sources, each dated.
footer-licence = Data under CC BY 4.0. Code under MIT or Apache 2.0.
data-title = This page as data
data-identifier = Permanent identifier
pager-title = Pages of this list
pager-previous = Previous page
pager-next = Next page
pager-place = Page { $page } of { $last }
list-cut = Of { $total } entries the first { $shown } are shown. Filters narrow a list down; the API has all of it.
retired = This entry has been retired. It stays here so that what cites it still leads somewhere; see what replaced it below.

## Counting
count-statements = { $count ->
    [one] { $count } statement
   *[other] { $count } statements
}
count-members = { $count ->
    [one] { $count } member
   *[other] { $count } members
}
count-programmes = { $count ->
    [one] { $count } programme
   *[other] { $count } programmes
}
count-practices = { $count ->
    [one] { $count } practice
   *[other] { $count } practices
}
count-topics = { $count ->
    [one] { $count } topic
   *[other] { $count } topics
}
count-expectations = { $count ->
    [one] { $count } expectation
   *[other] { $count } expectations
}
count-facts = { $count ->
    [one] { $count } public fact
   *[other] { $count } public facts
}
count-needs = { $count ->
    [one] { $count } need
   *[other] { $count } needs
}
count-offers = { $count ->
    [one] { $count } offer
   *[other] { $count } offers
}
statements-all = All { $count } statements
practices-all = All { $count } practices

## Lists and filters
filter-apply = Apply
filter-clear = Clear filters
filter-any = Any
filter-written = Its identifier
filter-region = Region
filter-country = Country
filter-language = Working language
filter-theme = Theme
filter-type = Type
filter-target_group = Target group
filter-kind = Kind
filter-year = Year
filter-question = Question
filter-member = Member
filter-certainty = Certainty
filter-level = Level of detail

## Home
home-title = What public employment services face, try and learn
home-lead = Find the services that meet the same challenges as yours, see why they are alike and how sure that is, and go back to the line of the source behind every claim.
home-find-member = Find my service
home-how = How it works
home-count-members = { $count ->
    [one] service
   *[other] services
}
home-count-statements = { $count ->
    [one] statement, with its source
   *[other] statements, each with its source
}
home-count-themes = { $count ->
    [one] theme
   *[other] themes
}
home-count-programmes = { $count ->
    [one] programme
   *[other] programmes
}
home-themes = Start from a theme
home-themes-words = Three families, from action on the labour market to the running of the service itself. Each theme shows who needs it, who offers something on it, and what has been tried.
home-members = Start from a service
home-members-words = The services that answered the association’s 2022 survey. Some are named nowhere in its report: their pages say so instead of guessing.
home-reading = How to read the signs
home-reading-words = Every claim tells how surely its source makes it, and every match how far it can be relied on. What nobody has mentioned is unknown; it is never taken for a no.
home-newest = Latest from public sources
home-newest-words = What has become known since the survey, from public pages. Kept apart from the report, each with its date and source.

## Search
search-label = Search
search-placeholder = Themes, programmes, services…
search-submit = Search
search-suggestions = Suggestions
search-eyebrow = Search
search-title = Search
search-question = “{ $question }”
search-lead = A few words in French, English or Spanish find what is told in any of the three. Accents, endings and slips of the pen do not matter.
search-count = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
search-corrected = Nothing here says “{ $word }”. Shown is what says “{ $for }”.
search-understood = Read as a theme. Its page tells who needs it and who offers something on it:
search-via = Theme:
search-narrow = Narrow down
search-chosen = Only:
search-remove = (remove)
search-nothing = Nothing found
search-nothing-facets = Search again without the choices made
search-nothing-spelling = Check the spelling.
search-nothing-fewer = Try fewer words, or more general ones.
search-nothing-other = Use the words that your service would use; any of the three languages will do.
search-meant = Perhaps you mean:
search-domains = Start from a theme

## Signs
certainty-explicit = Explicit
certainty-inferred = Inferred
certainty-illustrativeList = In a list of examples
certainty-words-explicit = The source says it in so many words.
certainty-words-inferred = A reader has to conclude it.
certainty-words-illustrativeList = The service stands among examples; others may be in the same position.
confidence-high = High confidence
confidence-medium = Medium confidence
confidence-low = Low confidence
confidence-insufficient = Insufficient evidence
confidence-words-high = Well supported.
confidence-words-medium = Worth a conversation.
confidence-words-low = A lead to check, not a conclusion.
confidence-words-insufficient = Too little is known to say anything.
facet-need = Needs
facet-offer = Offers
facet-words-need = Challenges, priorities, and topics it would like to hear about.
facet-words-offer = Achievements, practices, and topics it could speak about.
kind-achievement = Achievement
kind-priority = Priority
kind-challenge = Challenge
kind-lever = Lever
kind-practiceMention = Practice
kind-topicSought = Topic sought
kind-topicOffered = Topic offered
kind-expectation = Expectation
kind-targetGroupMention = Target group
kinds-challenge = Challenges
kinds-priority = Priorities
kinds-topicSought = Topics sought
kinds-achievement = Achievements
kinds-practiceMention = Practices
kinds-topicOffered = Topics offered

## Kinds of things
kind-of-thing-member = Member service
kind-of-thing-country = Country
kind-of-thing-region = Region
kind-of-thing-body = Organisation
kind-of-thing-programme = Programme
kind-of-thing-practice = Practice
kind-of-thing-theme = Theme
kind-of-thing-target-group = Target group
kind-of-thing-lever = Lever
kind-of-thing-programme-type = Type of programme
kind-of-thing-expectation-kind = Kind of expectation
kind-of-thing-topic = Topic for exchange
kind-of-thing-expectation = Expectation of the network
kind-of-thing-survey = Survey
kind-of-thing-question = Survey question
kind-of-thing-statement = Statement
kind-of-thing-fact = Fact
kind-of-thing-finding = Figure
kind-of-thing-exchange = Peer exchange
kind-of-thing-ranked-theme = Place of a theme in the report
kind-of-thing-contribution = Contribution
kind-of-thing-chart = Chart caption
kind-of-thing-footnote = Footnote
kind-of-thing-example = Example query

## Properties
property-country = Country
property-region = Region
property-inRegion = Region
property-iso2 = ISO code, two letters
property-iso3 = ISO code, three letters
property-workingLanguage = Working languages
property-respondedTo = Answered
property-altLabel = Also called
property-nameStatus = Name
property-related = Related
property-closeMatch = In other vocabularies
property-programmeType = Type
property-operatedBy = Operated by
property-practisedBy = Practised by
property-description = Description
property-addresses = Themes
property-targetGroup = Target groups
property-startDate = From
property-endDate = Until
property-budget = Budget
property-cost = Cost
property-outcome = Result
property-evidenceGrade = Evidence of the result
property-transferCondition = What it takes elsewhere
property-stage = Stage
property-replaces = Replaces
property-isReplacedBy = Replaced by
property-partOfProgramme = Part of
property-seeAlso = See also
property-source = Source
property-date = Date
property-locator = Place in the source
property-sourceLine = Line
property-survey = Survey
property-question = Question
property-raisedBy = Raised by
property-expectationKind = Kind
property-member = Member
property-about = About
property-derivedFrom = Taken from
property-corrects = Corrects
property-attributedTo = Brought by
property-conflictsWith = In conflict with
property-value = Figure
property-period = Period
property-confidence = Confidence
property-certainty = Certainty
property-printedForm = As printed
property-note = Note
property-number = Number
property-rank = Place
property-broader = Broader
property-narrower = Narrower
property-exchangeType = Form
property-theme = Theme
property-title = Report
stage-collected = Collected: described, not yet assessed
stage-promising = Promising
stage-good = Good practice
stage-discontinued = Discontinued
grade-none = No evidence known
grade-selfReported = Reported by the service itself
grade-monitored = Monitored with figures
grade-evaluated = Evaluated
name-status-named = Named by a source
name-status-labelledByCountry = Named after its country, as no source gives its own name
exchange-studyVisit = Study visit
exchange-workshop = Workshop
exchange-twinning = Twinning
currency-dollars = dollars
unit-percent = per cent
unit-people = people
unit-years = years
unit-months = months
unit-countries = countries
unit-services = services
unit-members = members
unit-themes = themes
unit-answers = answers
unit-participants = participants
unit-levers = levers
unit-questions = questions
figure-of = of { $base }
period-since = since { $start }
period-until = until { $end }
period-unknown = dates not known

## Members
members-eyebrow = The network
members-title = Member services
members-lead = Every service that answered the survey, by region, with what sources say it needs and offers.
member-description = { $member }: needs, offers, peers with the reasons, and { $statements } statements with their sources.
member-profile = What is known
member-profile-words = Themes that sources connect with this service. A theme that is missing here is unknown, not absent.
member-side-unknown = No source mentions any. That says nothing about the service.
member-silent = No statement of this service is known.
member-silent-words = It answered the survey, but the report mentions it nowhere by name. This says nothing about its needs or about what it could offer, so nothing is shown and nothing is guessed.
member-silent-short = no statement known
member-programmes = Programmes in its country
member-statements = Statements, with their source
member-statements-words = In the order of the report, under the question that they answer. Each opens as a page that can be cited.

## Peers
peers-title = Who to talk to
peers-modes = What peers are looked for
mode-similar = Alike
mode-helps-me = Can help
mode-i-help = Could be helped
mode-mutual = Both ways
mode-words-similar = Services of which the same is said: similar needs, similar offers. A theme that few mention counts for more than one that everybody mentions.
mode-words-helps-me = Services that offer what this one needs.
mode-words-i-help = Services that need what this one offers.
mode-words-mutual = Services with which an exchange would work in both directions.
peers-other-regions = Only from other regions
peers-table = Peers in order
peers-rank = Rank
peers-peer = Service
peers-score = Score
peers-confidence = Confidence
peers-tied = tied
peers-score-words = score { $score }
peers-helps-me = helps this service: { $part }
peers-i-help = is helped by it: { $part }
peers-shared = What they share; the parts add up to the score
peers-side = Side
peers-part = Part of the score
shared-need = both need it
shared-offer = both offer it
shared-need-offer = needed here, offered there
shared-offer-need = offered here, needed there
peers-why = Show the statements behind
peers-mine = This service
peers-theirs = The peer
peers-only-mine = Only this service mentions
peers-only-theirs = Only the peer mentions
peers-query = Run this evidence as a SPARQL query
peers-ending = { $shown } of { $sufficient } services with enough in common are shown.
peers-ending-or-more = { $shown } services are shown; { $sufficient } or more have enough in common.
peers-more = Show more
peers-too-little = { $count ->
    [one] One more shares something, but too little to be named.
   *[other] { $count } others share something, but too little to be named.
}
network-title = Peers of { $member }
network-caption = The nearer and larger, the more in common. A thick line is high confidence, a plain one medium, a dashed one low.
recommendations-title = Worth a look
country-description = { $country }: its employment service, its programmes, and what public sources say.
country-no-member = No service of this country has answered the survey.
facts-title = Facts and figures
facts-words = From the report and from later public sources, each with its date and how far it can be relied on.
region-lead = A region of the association. Its regions are its own, not those of the United Nations.
region-description = { $region }: member services, what they mention most, and programmes.
region-themes = What its members mention most
region-sample = Counted from statements. { $mentioned ->
    [one] Of { $respondents } members that answered the survey, one is mentioned by name at least once.
   *[other] Of { $respondents } members that answered the survey, { $mentioned } are mentioned by name at least once.
} The sample is small.
region-silent = No statement names a member of this region. What its members face is not known.
region-table = Themes by the number of members that mention them
region-statements = Said of the region as a whole
column-members = Members
column-statements = Statements
column-named = Named members

## Themes
themes-eyebrow = The vocabulary
themes-title = Themes
themes-lead = The themes by which statements, programmes, practices and topics are sorted: three families, their domains, and the themes in them.
themes-whole-domain = The whole domain
theme-narrower = Narrower themes
theme-members = Who needs it, who offers something
theme-members-words = Members that a source connects with this theme or a narrower one. Others may be in the same position without being mentioned.
theme-side-need = Needed by
theme-side-offer = Offered by
theme-side-unknown = No source names anyone.
theme-unnamed = { $count ->
    [one] One statement speaks of services without naming them.
   *[other] { $count } statements speak of services without naming them.
}
theme-topics = Topics members want to discuss
theme-expectations = Expectations of the network
theme-statements = Statements

## Programmes and practices
programmes-eyebrow = What states and services run
programmes-title = Programmes
programmes-lead = Programmes, plans, strategies, laws, platforms and networks that the report or a later source names.
programme-statements = Where the report mentions it
practices-eyebrow = What others could take up
practices-title = Practices
practices-lead = Concrete things that a service does and another could adapt. They are as the sources describe them; few have been evaluated, and each page says so.
practice-adapting = Before taking it up
practice-adapting-words = What is known of results, cost and conditions. What no source tells is shown as not known.
practice-similar = On the same themes
succession-title = What replaced what
succession-words = As far as sources tell. Dates stand where one is known.
succession-picture = The older above, with arrows to what replaced it
succession-table = Successions
succession-older = Before
succession-newer = Replaced by
succession-when = When
compare-eyebrow = Side by side
compare-title = Compare programmes and practices
compare-lead = Choose two to four. What no source tells is shown as not known, so that a gap is not mistaken for a no.
compare-with = Compare with others
compare-place = Entry { $place }
compare-none = None
compare-do = Compare
compare-one = Choose at least one more to compare.
compare-caption = The chosen entries side by side
compare-item = Entry
compare-evidence = What stands behind it
compare-csv = Download as CSV

## Topics and expectations
topics-eyebrow = What members want to discuss
topics-title = Topics for exchange
topics-lead = Subjects that services would like to share with others. The report leaves most of them without a name; so do we.
topics-to-expectations = What members expect from the network
topic-raised-by-nobody = : the source does not say who raised it.
topic-offering = Who could speak about it
topic-offering-words = Members of which a source reports an achievement, a practice or an offer on these themes.
topic-practices = Practices on these themes
topic-others = Related topics
expectations-eyebrow = What members ask of the network
expectations-title = Expectations
expectations-lead = What services expect from the association: exchange, technical support, funding, events, information. The report does not say who asks.

## Surveys, statements, facts
surveys-eyebrow = The evidence
surveys-title = Surveys
surveys-lead = Where the statements come from: the surveys of the association, question by question.
surveys-to-statements = All statements
survey-lead = Read line by line and told in the project’s own words. What the report left anonymous stays anonymous.
survey-thanked = Services in the list of thanks
survey-empty = Only the existence of this survey is known here; none of its answers.
survey-questions = Questions
survey-findings = Figures that the report states
survey-findings-words = Some contradict each other. They stand side by side, each with its line; none is explained away.
recurrence-title = What recurs, question by question
counts-caveat = Counted from statements, not from the report’s charts, whose values are lost. The sample is small and some regions are thinly represented, as the report itself warns. A theme that is not mentioned is unknown, not absent.
counts-csv = These counts as CSV
level-2 = Domains
level-3 = Themes
heat-title = Domains by region
heat-caption = Members that mention a domain, of those in the region that answered
heat-caveat = The more a cell stands out, the larger the share of the region’s members that answered. Read no cell without its numbers: where three members answered, one is a third. A dash means that nobody mentions it, not that nobody faces it.
heat-base = { $mentioned } named of { $respondents }
heat-cell = { $members } of { $respondents }
heat-unheard = not mentioned
statements-eyebrow = Claim by claim
statements-title = Statements
statements-lead = One claim of one source about at most one service, with its place and how surely it is made.
statement-unnamed = Services left unnamed
statement-unnamed-words = : the source names no service here, and neither do we.
statement-no-question = Outside the questions
statement-line = line { $line }
statement-open = Open the statement
statement-cite = To cite
statement-own-words = The wording is the project’s own; it reports what the source says in that place and does not quote it.
fact-conflicts = Another source says otherwise
fact-conflicts-words = Both stand, each with its source.

## Errors
error-eyebrow = Error
error-home = Home page
error-ways = Where to go from here
error-reference = Reference for the people who run the service:
error-no-such-thing = Nothing of this kind has that name: { $kind }.
error-other-kinds = Something of another kind does:
error-parameter-value = “{ $value }” is not a possible value of “{ $name }”.
error-parameter-name = This page knows no parameter “{ $name }”.
error-without-parameters = Show the page without parameters
error-title-not-found = This page does not exist
error-words-not-found = The address may be mistyped, or what it named was never here. Identifiers on this site do not change.
error-title-invalid-parameter = This address is not understood
error-words-invalid-parameter = A part of the address after the question mark has no meaning here.
error-title-question-empty = There is nothing to look for
error-words-question-empty = The question has no word in it. A word has at least two letters.
error-title-question-long = The question is too long
error-words-question-long = 300 characters are enough.
error-title-not-acceptable = Only web pages are given here
error-words-not-acceptable = Data in other formats stand at the addresses under /data/ and /api/.
error-title-busy = The service is busy or starting
error-words-busy = Please try again in a moment.
error-title-too-many-requests = Too many requests
error-words-too-many-requests = Please wait a moment before going on.
error-title-gone = This was withdrawn
error-words-gone = Whoever brought it has taken it back. Its identifier stays, so that nothing else is ever called so.
error-title-refused = This request is not possible
error-words-refused = The service does not do here what the browser asked of it.
error-title-internal = Something went wrong on our side
error-words-internal = The failure has been recorded. Trying again later may help.

## About
about-eyebrow = About this site
about-title = What Passerelle is
about-lead = A footbridge between public employment services: what each faces, tries and learns, and who could learn from whom.
about-content = What it holds
about-content-1 = Its first content is the report on the 2022 survey of the World Association of Public Employment Services (WAPES). Every claim in it has been read twice, independently, and turned into a statement: one thing that the source says in one place, of at most one service.
about-content-2 = Later public facts, such as a new law or the end of a programme, are kept apart from the report. Each carries its date, its source, and how far it can be relied on.
about-content-3 = Statements are sorted by themes, so that a French sentence and an English question can meet.
about-honesty = What it does not claim
about-honesty-1 = What nobody has mentioned is unknown. The survey mostly asked for three answers to a question, not for everything; a service that does not mention telework may well practise it.
about-honesty-2 = The report’s lists of countries are often examples. Statements taken from them are marked as such.
about-honesty-3 = The charts of the report have been lost in its text; only their captions remain. None of their values is shown. Where you see a count, it is a count of statements.
about-honesty-4 = Where sources contradict each other, both stand.
about-anonymous = What stays anonymous
about-anonymous-1 = Where the report quotes an answer without naming the service, no name is added, even where one could guess.
about-anonymous-2 = No person is recorded, and no e-mail address.
about-data = Reuse
about-data-1 = The data are free to use under CC BY 4.0. Every page names its data in several formats at its foot; the whole can be queried in SPARQL and through a documented API.
about-data-2 = Every identifier is permanent: what you cite today will still be found.

## Method
method-title = How matching works
method-lead = Why one service is put forward as a peer of another, how sure that is, and what it does not mean.
method-profile = The profile of a service
method-profile-1 = Challenges, priorities and topics sought are the needs of a service; achievements, practices and topics offered are its offers. The two sides are kept apart: having achieved something is not needing it.
method-profile-2 = A statement that names the service in so many words counts for more than one that has to be inferred, and that for more than a place in a list of examples. The same source counts once for a theme, however often it repeats it.
method-modes = Four questions
method-score = The score
method-score-1 = Two services are alike as far as they share themes, measured against all that either mentions. A theme that few mention weighs more than one that everybody mentions, and a precise theme more than a broad one.
method-score-2 = Every score is the sum of its parts: one for each theme that is shared. They are listed with every peer, with the statements of both services behind them.
method-score-3 = Region, language and income do not enter the score. They are filters: you may ask for peers from other regions only.
method-confidence = How sure it is
method-confidence-1 = Confidence follows from how much evidence two services share. Where that is too little, a service is not listed at all, and a list is never filled up to look complete.
method-confidence-2 = Low confidence is a lead to check before writing to a colleague. Medium confidence is worth a conversation. High confidence is well supported.
method-confidence-3 = Where two are equal they share a rank, and it is said.
method-limits = Its limits
method-limits-1 = Most services are known from a handful of statements. At three mentions no method does much better than chance; the page shows how many there are.
method-limits-2 = A match says that sources report similar things. It does not say that a practice will work elsewhere, nor that a service has time to answer.
method-limits-3 = Themes are assigned by people. If one is wrong, tell the project: every statement has an address to point to.

## Accessibility
accessibility-title = Accessibility
accessibility-lead = The pages are made to be used by everybody, on any device, with or without assistive technology.
accessibility-state = State
accessibility-state-1 = The pages aim to meet the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA.
accessibility-state-2 = Every kind of page is checked by an automatic tool in each language, in light and dark, at the width of a phone and of a desktop. An automatic check finds part of the barriers; tests by users of assistive technology have not been carried out yet.
accessibility-means = What was done
accessibility-means-1 = Everything works by keyboard and without scripts. Headings, landmarks and tables are marked up as what they are.
accessibility-means-2 = No information is given by colour alone: signs have a shape and words. Every chart has its figures in a table.
accessibility-means-3 = Words that are in another language than the page say so to screen readers. Dark mode, larger text, narrow windows and printing are provided for.
accessibility-limits = Known limits
accessibility-limits-1 = The interactive description of the API under /docs/ is a third-party tool in English and needs scripts. What it describes is at /openapi.json too.
accessibility-limits-2 = Wide tables scroll sideways on narrow screens. They can be reached and scrolled by keyboard.

## Dates and languages
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Workshops
nav-groups = Workshops
filter-min_size = Members, at least
filter-max_size = Members, at most
groups-eyebrow = Plan an exchange
groups-title = Bring a workshop together
groups-lead = Choose a theme: the page proposes groups of five to eight services in which some can answer what others need, from several regions where possible and with a working language in common. What a proposal does not satisfy is said.
groups-regions = Only from these regions
groups-include = Add a service that must take part
groups-nobody = None
groups-do = Propose groups
groups-included = Must take part
groups-excluded = Left out
groups-undo = Take off the list: { $member }
groups-proposals = Proposals: { $theme }
groups-proposal = Proposal { $place }
groups-regions-counted = { $count ->
    [one] { $count } region
   *[other] { $count } regions
}
groups-met = Satisfied:
groups-unmet = Not satisfied:
groups-role = Role
groups-needs-met = Needs that the others meet
groups-change = Change
groups-asked = asked for
groups-keep = Keep
groups-leave = Leave out
groups-keep-words = Keep in every group: { $member }
groups-leave-words = Leave out of every group: { $member }
groups-answered = can answer: { $members }
groups-score = What the score is made of
groups-parts = The parts add up to the score
groups-part = What counts
theme-workshop = Plan a workshop on this theme
groups-most = At most

## Query page
nav-query = SPARQL queries
query-eyebrow = For analysts
query-title = Query the graph
query-lead = All data of this site in SPARQL 1.1: start from an example, change it, take the answer away as CSV, JSON or Turtle, and share the query by its address.
query-text = SPARQL query
query-format = Format of the answer
query-rows = Table (SELECT, ASK)
query-graph = Graph (CONSTRUCT, DESCRIBE)
query-run = Run
query-as = This answer as a file:
query-name-editor = SPARQL query
query-name-answer = Answer of the service
query-name-size = Rows on a page
query-name-filter = Filter the rows
query-examples = Examples
query-examples-words = Each example is part of the graph and runs as it stands.
query-open = Open in the editor
query-clients = From a program
query-endpoint = The endpoint, for SPARQLWrapper, rdflib, Comunica, R or curl:
query-limits = A query has limited time and memory; an incomplete answer is never passed off as whole. Errors name the line and the column.
query-yasgui = The editor is YASGUI, by Triply and Zazuko, under the MIT licence; it is served by this site and asks nothing of any other.

## On other sites
embed-loading = Looking for peers…
embed-failed = The peers could not be loaded.
embed-again = Try again
embed-because-similar = In common: { $themes }
embed-because-helps-me = Offers what this service needs: { $themes }
embed-because-i-help = Needs what this service offers: { $themes }
embed-because-mutual = Could help and be helped: { $themes }
embed-more = All peers with the evidence, on Passerelle

## Feeds
follow-news = Follow the news
follow-theme = Follow this theme
follow-country = Follow this country
follow-member = Follow what is recommended to this service

## From wave to wave
synthetic = synthetic
trend-title = From wave to wave
trend-picture = { $theme }: members that mention it, wave by wave
trend-figures = { $theme }: figures, wave by wave
trend-reading = Outline: members that responded. Pale: members of whom a statement is known. Full: members that mention the theme. A hatched column with a dashed outline is synthetic.
trend-caption = Members that mention a domain, wave by wave
trend-caveat = Each wave put other questions to other members, and was read in another way: a difference is not a change of mind. Read no number without that of the members that responded. A theme that is not mentioned is unknown; that is no zero.
trend-synthetic = Nobody answered these waves: they were made up to try the service, and say nothing of any real one.
trend-one-wave = Only one wave is known so far, { $wave }; what changes from wave to wave will show here with the second.
trend-members = Mention it
trend-known = Statement known
trend-responded = Responded
trend-statements = Statements
survey-lead-sheet = Taken in from a sheet of answers, one row a service; each claim was assigned to themes. What was anonymous there stays anonymous.
survey-synthetic = Nobody answered this survey. It was made up to try the service, and says nothing of any real service.
survey-responded = Members that responded

## Desk
nav-desk = Desk
desk-description = Where member services write, follow and review contributions.
desk-nav = Desk
desk-nav-mine = My contributions
desk-nav-new = New contribution
desk-nav-seeks = Seeks and offers
desk-sign-out = Sign out
desk-no-member = No particular service
role-reader = reader
role-contributor = contributor
role-reviewer = reviewer
role-admin = administrator
desk-title = My contributions
desk-lead = What your service brings to the network, from a draft to its publication.
desk-member-missing = Your key is tied to no member service. Ask the secretariat for one that is: without it nothing can be saved.
desk-write = Write a contribution
desk-nothing = Nothing yet. A first contribution takes five minutes, in one language.
desk-mine-returned = To be revised
desk-mine-draft = Drafts
desk-mine-submitted = Submitted
desk-mine-inReview = In review
desk-mine-published = Published
desk-mine-retired = Retired
desk-next-returned = Read the reasons, change the text and submit it again.
desk-next-draft = Complete and submit them. Until then only your service and the reviewers see them.
desk-next-submitted = Nothing to do: a reviewer will take them up. You can still change them.
desk-next-inReview = Nothing to do: they are being reviewed.
desk-next-published = Everybody sees them. To change one, write a new version; to take it back, retire it.
desk-next-retired = Their identifiers stay, and say no more than that they were retired.
desk-queue = To review
desk-queue-words = The longest waiting first. Your own and those of your service are not among them.
desk-queue-empty = Nothing waits for a review.
desk-untitled = Untitled
desk-changed = changed on { $date }
desk-ends = until { $date } inclusive
desk-version = Version { $number }
desk-public = Public page
desk-edit = Write a new version
desk-reasons = Why it came back
state-draft = Draft
state-submitted = Submitted
state-inReview = In review
state-published = Published
state-returned = Returned
state-retired = Retired
state-words-draft = Only your service and the reviewers see it. A draft may stay incomplete.
state-words-submitted = Waiting for a reviewer.
state-words-inReview = A reviewer has it; the text does not change meanwhile.
state-words-published = In lists, search, matches and feeds, with your service as its source.
state-words-returned = To be changed and submitted again.
state-words-retired = No longer shown anywhere; only the identifier stays.
said-saved = Saved.
said-submitted = Submitted. A reviewer will take it up.
said-incomplete = Saved as a draft, but not submitted yet: something is missing.
said-review = You are reviewing this contribution.
said-published = Published: everybody sees it now.
said-returned = Returned with your reasons.
said-retired = Retired: it is no longer shown anywhere.
said-erased = Deleted, with all its versions.
sign-in-title = Sign in
sign-in-lead = With the key that the secretariat gave to your service.
sign-in-key = Key
sign-in-key-help = It begins with psl_. Paste the whole of it.
sign-in-do = Sign in
sign-in-session = A session ends after an hour without activity, and after twelve hours in any case. One cookie is set for it; this site sets no other.
sign-in-ended = Your session has ended. What you typed is kept: sign in and you can send it.
sign-in-refused = This key is not accepted. It may be incomplete, expired or revoked; the secretariat can issue another.
sign-in-reads = This key is for reading only. To write, ask the secretariat for a contributor’s key.
sign-in-often = Too many attempts have failed. Try again in a quarter of an hour.
sign-in-elsewhere = Sign in with your organisation’s account
sign-in-elsewhere-help = While you are at your organisation’s login there is one more, for ten minutes at most.
sign-in-elsewhere-refused = You were not signed in: your organisation’s login did not confirm it, or your account has no role here. The secretariat can say which.
resend-title = Send what you typed
resend-lead = This form came from another session, so nothing was saved. What you typed is still here: just send it.
resend-do = Send now
resend-not = Do not send it
form-wrong = To be put right before it can be submitted
form-missing = Still to do before it can be submitted
form-colon = :
form-whole = As a whole
form-more = Tell more (optional)
form-translations = Translations (optional)
form-from = from “{ $words }”
form-suggest = Save and suggest themes
form-add-theme = Add a theme from the list
form-none = Choose
form-add = Add
form-needed = needed
form-needed-words = to be filled in before it can be submitted.
form-found = Found: “{ $value }”.
form-submit = Submit for review
form-save = Save the draft
form-buttons-words = A draft can be saved at any time, even incomplete. Once submitted, it is reviewed by somebody of another service.
form-privacy = One language is enough. Write no person’s name and no personal address: the name of an office will do.
form-for = For which service
form-for-nobody = None: on behalf of the secretariat
new-practice = Describe a practice
new-programme = Describe a programme
new-statement = Say how things are at your service
new-offer = Offer something to others
new-need = Ask something of others
new-exchange = Report an exchange that took place
new-correction = Report an error
contribution-kind-practice = Practice
contribution-kind-programme = Programme
contribution-kind-statement = Statement
contribution-kind-offer = Offer
contribution-kind-need = Need
contribution-kind-exchange = Peer exchange
contribution-kind-correction = Correction
kind-words-practice = What your service did and others could take up, failures included.
kind-words-programme = A programme, plan, strategy, law or platform of your country.
kind-words-statement = A challenge, a priority, an achievement of your service, in a sentence or two.
kind-words-offer = What your service can show, explain or lend to others, up to a given day.
kind-words-need = What your service would like to learn from others, up to a given day.
kind-words-exchange = A study visit, a workshop or a twinning between services, documented by a source.
kind-words-correction = Something on this site is not right: say what, and by which source.
begin-title = What would you like to bring?
begin-lead = Each form can be saved at any time and takes a few minutes.
begin-seeks = Or say at once what your service seeks and offers, and see whom that meets
field-label = Title
field-description = Description
field-addresses = Themes
field-about = Themes
field-stage = How far it is
field-targetGroup = Target groups
field-outcome = Results
field-evidenceGrade = How the results are known
field-transferCondition = What it would take elsewhere
field-cost = Cost
field-startDate = Since
field-endDate = Until
field-partOfProgramme = Part of the programme
field-altLabel = Other names
field-seeAlso = See also
field-programmeType = Type
field-country = Country
field-region = Region
field-operatedBy = Operated by
field-practisedBy = Practised by
field-budget = Budget
field-budget-amount = Amount
field-budget-currency = Currency
field-budget-period = Period
field-replaces = Replaces
field-isReplacedBy = Replaced by
field-source = Source
field-kind = What it is
field-certainty = How sure it is
field-date = Date
field-exchangeType = Form
field-member = Services that took part
field-corrects = What is not right
field-confidence = How reliable the source is
field-practice-description = What was done
field-statement-description = In a sentence or two
field-offer-description = What you offer
field-need-description = What you seek
field-offer-endDate = Last day on which it holds
field-need-endDate = Last day on which it holds
field-exchange-startDate = Date, or beginning
field-exchange-endDate = End
field-exchange-source = Where it is documented
field-correction-description = What is right
field-help-label = The name by which others will know it.
field-help-practice-description = For whom, with what means, and what changed. A short paragraph will do.
field-help-offer-description = For example: “A two-day visit to our user-experience unit”.
field-help-need-description = For example: “How other services supervise the use of AI in guidance”.
field-help-addresses = Others find you by them. They are suggested from your text; tick those that fit.
field-help-about = Others find you by them. They are suggested from your text; tick those that fit.
field-help-startDate = As precise as you know: 2024, 2024-05 or 2024-05-31.
field-help-endDate = As precise as you know: 2026, 2026-05 or 2026-05-31.
field-help-date = As precise as you know: 2024, 2024-05 or 2024-05-31.
field-help-statement-date = Today, if nothing is said. As precise as you know: 2024, 2024-05 or 2024-05-31.
field-help-offer-endDate = On the day after, it is retired by itself.
field-help-need-endDate = On the day after, it is retired by itself.
field-help-altLabel = One a line: abbreviations, names in use.
field-help-source = One a line: the address of a page, or the title of a document.
field-help-seeAlso = One address a line.
field-help-budget = As the source states it, unconverted.
field-help-member = Two at least. Yours is added by itself.
field-help-corrects = Copy the address of the page on this site where it stands.
field-help-transferCondition = Legal basis, skills, tools, partners: what it would not work without.
field-help-certainty = Explicit: your service says so itself. Inferred: it can be concluded from a document.
trouble-stale = Somebody changed it meanwhile
trouble-words-stale = Nothing was saved and nothing is lost: your text is in the form below. If you save, it takes the place of the present version.
trouble-kept = This is what the present version says where it differs from your text:
trouble-closed = It cannot be changed at the moment
trouble-words-closed = Its state has changed meanwhile. Your text is below: copy what you want to keep.
trouble-step-stale = Somebody changed it meanwhile
trouble-words-step-stale = Nothing was done. This is the present version: read it before you go on.
trouble-not-now = This is not possible any more
trouble-words-not-now = Its state has changed meanwhile; nothing was done. This is what is possible now.
trouble-invalid = It cannot be published like this
trouble-words-invalid = Something does not fit any more since it was submitted. Return it with these remarks.
trouble-reasons = The reasons are missing
trouble-words-reasons = Say what is to be changed, in 5,000 characters at most.
steps-title = What next
step-review = Take up for review
step-publish = Publish
step-return = Return with reasons
step-retire = Retire from publication
step-erase = Delete
step-words-review = You examine it; until you decide, the text does not change.
step-words-publish = It becomes visible to everybody, with its service as the source.
step-words-return = It goes back to its authors, who read your reasons.
step-words-retire = It leaves lists, search and feeds at once. Its identifier stays, and says no more than that it was retired.
step-words-erase = All its versions are erased. This cannot be undone.
step-reasons = What is to be changed
versions-title = Versions
versions-only = There is nothing to compare: only one version is chosen.
versions-differences = Differences
versions-live = published
versions-from = From version
versions-to = to version
versions-compare = Compare
versions-nothing = nothing
versions-same = The two versions say the same.
versions-field = Field
seeks-title = What your service seeks and offers
seeks-lead = Say it in a few words, and see at once who can help you, whom you could help, and with whom an exchange would go both ways.
seeks-no-member = Your key is tied to no service: you can try this out, but nothing is saved.
seeks-need = We seek
seeks-offer = We offer
seeks-need-words = What you would like to learn, in your own words
seeks-offer-words = What you could show, in your own words
seeks-unread = No known theme in these words: choose one from the list.
seeks-look = See whom it meets
seeks-save = Save as drafts
seeks-empty = Nothing is said yet: write what you seek or offer, or choose a theme.
seeks-before = Before publication
seeks-after = Once published
seeks-declared = What your service has declared
meeting-helps-me = Can help you
meeting-i-help = You could help
meeting-mutual = Both ways
meeting-say-need = Say what you seek as well.
meeting-say-offer = Say what you offer as well.
meeting-say-both = Say both what you seek and what you offer.
meeting-before-words = Worked out from what you typed just now and from your declarations that are not public yet. What else is known of your service does not count here, and nobody else sees this page.
meeting-after-words = Worked out from all that is public of your service, with its published declarations. This is what everybody sees.
meeting-all = All of them, with the evidence
meeting-nobody = No service that is known so far. That does not mean that there is none.
error-title-forbidden = This is not open to you
error-words-forbidden = Your key does not allow it, or the form did not come from a page of this site.
error-title-conflict = This is not possible any more
error-words-conflict = The state of this contribution has changed meanwhile. Nothing was done.

## Import of surveys
desk-nav-surveys = Surveys
imports-title = Import of surveys
imports-lead = A sheet of answers, one row a service and one column a question, becomes statements that everybody can find, compare and cite. Nothing is published before the last step.
imports-new = Send a sheet
imports-file = Sheet of answers
imports-file-help = CSV in UTF-8, XLSX or ODS, up to 8 MB; the first row holds the headings.
imports-mapping = Mapping, if you have one
imports-mapping-help = The file that says what each column means, from an earlier import. Without it, the next page shows the columns and you say so there.
imports-send = Read the sheet
imports-kept = The file itself is not kept: it holds who answered what. While you explain its columns it is held in memory, for you alone, for two hours at most.
imports-open = Under way
imports-open-none = No import is under way.
imports-published = Published
imports-published-none = No import has been published yet.
import-steps = Steps of the import
import-step-check = 1. Check
import-step-code = 2. Code
import-step-publish = 3. Publish
import-trouble = This could not be done
import-summary = What was read
import-file = File
import-came = Received
import-rows = Rows with answers
import-respondents = Members that responded
import-errors = Cells left out
import-warnings = Cells to look at
import-to-coding = Code the claims
import-to-publish = Publish
import-mapping = Download the mapping, to send it with another sheet
import-faults = Faulty and doubtful cells
import-faults-words = Correct them in your sheet and send it again, or publish without the cells that have errors. A warning keeps nothing out.
import-faults-caption = Faults by row and column
import-faults-count = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
}
import-faults-csv = All faults as CSV
import-no-faults = Every cell can be read.
import-published = Published on { $date }.
import-members = { $count ->
    [one] { $count } member responded
   *[other] { $count } members responded
}
import-left-uncoded = { $count ->
    [one] { $count } claim left out, without a theme
   *[other] { $count } claims left out, without a theme
}
import-left-faulty = { $count ->
    [one] { $count } cell left out for its fault
   *[other] { $count } cells left out for their faults
}
import-words-gone = The words of the respondents are no longer kept here; of the faults, only where they were.
import-public = Page of the survey
fault-row = Row
fault-column = Column
fault-severity = Weight
fault-value = What stands there
fault-why = Why
fault-suggestion = Suggestion
fault-anonymous = not kept: anonymous
severity-error = Error
severity-warning = Warning
filter-severity = Weight
filter-fault = Reason
filter-column = Column
filter-state = Claims
trouble-no-file = Choose the file with the answers first.
trouble-mapping = The mapping cannot be used. The detail, as the program states it:
trouble-large = The file is too large. The detail, as the program states it:
trouble-unreadable = The file cannot be read as CSV, XLSX or ODS. The detail, as the program states it:
trouble-no-sheet = The workbook has no sheet of the name that the mapping states. Its sheets are:
trouble-empty = The sheet is empty: its first row should hold the headings.
trouble-no-column = The mapping names columns that the sheet does not have. They were left out below; complete what is missing:
trouble-column-twice = The sheet has two columns of this name. Give one of them another name in the sheet:
trouble-gone = The file is no longer held: it was sent more than two hours ago, or the service has been restarted. Choose it again; what you had typed is still here.
columns-title = What the columns mean
columns-lead = Say for each column whether it names the member, answers a question, or is left out. What is proposed is a guess from the content.
columns-survey = The survey
columns-columns = The columns
columns-words = Several columns can answer the same question: give them the same number; what you say of the first goes for all of them.
columns-id = Short name
columns-id-help = It becomes part of permanent addresses: lower-case letters, digits and hyphens, such as 2023.
columns-date = When it was answered
columns-date-help = As precisely as it is known: 2023, 2023-05 or 2023-05-12.
columns-title-of-survey = Title of the survey, in three languages
columns-title-of-question = title of the question, in three languages
columns-publish-words = The respondents agreed that their words are published
columns-synthetic = Nobody answered: the answers are made up, to try the service (the short name then begins with synthetic-)
columns-meaning = This column
columns-meaning-ignored = is left out
columns-meaning-member = names the member
columns-meaning-question = answers a question
columns-number = Number of the question
columns-number-help = Such as 3 or 3b.
columns-kind = What an answer states
columns-values = How answers are written
columns-values-free = in sentences
columns-values-list = as a list
columns-values-choice = as choices
columns-choose = Choose
columns-anonymous = Anonymous: nobody may learn who answered what
columns-required = An answer was required
columns-choices = The choices, and the themes that each is about
columns-choices-help = Type the name of a theme, several with a semicolon between them. A choice without a theme becomes no statement.
columns-more = More about this column
columns-separators = Between the answers of a list
columns-separators-help = Signs with spaces between them; \n stands for a line break. Unless said: ; and \n
columns-longest = Longest answer
columns-longest-help = In characters; unless said, 2000.
columns-filled = { $count ->
    [one] { $count } cell is filled. For example:
   *[other] { $count } cells are filled. For example:
}
columns-sheets = Sheets of the workbook:
columns-other-file = Another file, if the sheet has been corrected
columns-try = Check the sheet
columns-wrong = Still to be said or corrected
columns-explain-choices = The choices that were found are listed below: say which themes each is about.
lack-id = Lower-case letters, digits and hyphens are expected.
lack-synthetic = The short name begins with synthetic- if, and only if, the answers are made up.
lack-date = The date is missing.
lack-title = The title is wanted in French, English and Spanish.
lack-member = No column names the member.
lack-members = Only one column can name the member.
lack-question = No column answers a question.
lack-number = The number of the question is missing.
lack-kind = Say what an answer states.
lack-longest = A number is expected.
lack-choices = The column has too many different values to be choices.
lack-theme = “{ $name }” is not the name of a theme.
coding-title = Code the claims
coding-done = { $done } of { $all } claims are settled.
coding-count = { $count ->
    [one] { $count } claim
   *[other] { $count } claims
}
coding-todo = Still to be settled
coding-all = All claims
coding-certain = Certain by rule
coding-coded = Coded by a reviewer
coding-uncoded = Left without a theme
coding-suggested = Themes suggested
coding-open = Nothing suggested
coding-all-done = Every claim is settled.
coding-none = No claim is of this kind.
coding-wrong = Some choices contradict themselves. Nothing was saved; all that you ticked is still here.
coding-stale = Somebody else has saved in the meantime. All that you ticked is still here, over what holds now: look at it and save again.
coding-both = Either a theme or no theme: both are ticked.
coding-no-suggestion = Nothing is suggested.
coding-other = Another theme
coding-leave = Leave without a theme
coding-anonymous = Anonymous answer
coding-score = { $score } likely
coding-because-choice = the mapping says so
coding-because-label = “{ $words }” is a name of the theme: { $label }
coding-because-precedent = a statement in like words is about it ({ $part } alike)
coding-save = Save and go on
coding-save-words = All of this page at once. What is not ticked stays open.
coding-keys = Keys
coding-keys-words = They work while a claim has the focus, not while you type.
coding-key-move = to the next claim, to the one before
coding-key-accept = accept what is ticked, or the first suggestion, and go on
coding-key-tick = tick the theme with this number, or take the tick away
coding-key-other = type another theme; Esc to come back
coding-key-uncoded = leave without a theme, and go on
coding-key-back = take back: first what you changed here, then what was decided
publish-title = Publish
publish-lead = All of it or nothing, as one graph. What is published can be cited from then on; only an administrator can take it away.
publish-done = It is published: see what became of it
publish-what = What will be published
publish-survey = Survey
publish-date = Answered
publish-statements = Statements
publish-respondents = Members that responded
publish-words = Words of the respondents
publish-words-yes = published with the statements, as they agreed
publish-words-no = not published: statements name the themes only
publish-unnamed = Of these without a name, from anonymous columns
publish-left = What will be left out
publish-left-none = Nothing: every cell could be read and every claim is settled.
publish-left-faulty = { $count ->
    [one] { $count } cell with an error
   *[other] { $count } cells with errors
}
publish-left-undecided = { $count ->
    [one] { $count } claim that nobody has settled
   *[other] { $count } claims that nobody has settled
}
publish-left-uncoded = { $count ->
    [one] { $count } claim left without a theme
   *[other] { $count } claims left without a theme
}
publish-accept = Publish without what is listed here
publish-words-gone = Once it is published, the respondents’ words and your decisions are deleted here.
publish-synthetic = Made-up statements count as evidence like others: publish them on a trial service only.
publish-do = Publish the survey
publish-not = Not yet
publish-incomplete = Something would be left out. Confirm that this is meant, or settle it first.
publish-nothing = Not one claim has a theme: there is nothing to publish.
publish-stale = It has changed since this page was shown. Look at it again.
publish-taken = A survey of this short name is published already, from another file. An administrator can take it away; or give this one another name.
said-imported = The sheet has been read. Nothing is published yet.
said-known = This sheet with this mapping is known already: here is where it stands.
said-coded = Saved.
said-nothing-coded = Nothing was ticked, so nothing has changed.
said-wave-published = The survey is published.
said-discarded = Thrown away, with all that was read of the sheet.
discard-title = Throw this import away
discard-words = All that was read of the sheet, and all that was decided about it, is erased. Nothing of it is public yet. The sheet can be sent again.
discard-do = Throw it away
discard-not = Keep it
error-title-too-large = What was sent is too large
error-words-too-large = A sheet of answers may have up to 8 MB. Nothing was stored.
