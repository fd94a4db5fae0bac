# Les mots de l'interface en français. Chaque clé existe aussi dans en.ftl et es.ftl.

## Cadre
skip = Aller au contenu
unknown = non connu
not-applicable = sans objet
and = et
and-more = et { $count } autres
nav-main = Navigation principale
nav-languages = Langue
nav-crumbs = Vous êtes ici
nav-footer = À propos du site
nav-members = Membres
nav-themes = Thèmes
nav-programmes = Programmes
nav-practices = Pratiques
nav-topics = Sujets
nav-surveys = Enquêtes
nav-about = À propos
nav-method = Méthode d’appariement
nav-accessibility = Accessibilité
nav-api = API pour développeurs
nav-dataset = Description des données
footer-source = Contenu : le rapport de l’enquête 2022 de l’AMSEP, reformulé par le projet et cité ligne à ligne, puis des sources publiques ultérieures, chacune datée.
footer-licence = Données sous licence CC BY 4.0. Code sous licence MIT ou Apache 2.0.
data-title = Cette page sous forme de données
data-identifier = Identifiant permanent
pager-title = Pages de cette liste
pager-previous = Page précédente
pager-next = Page suivante
pager-place = Page { $page } sur { $last }
list-cut = Seules les { $shown } premières entrées sur { $total } sont affichées. Les filtres resserrent une liste ; l’API la donne en entier.
retired = Cette fiche a été retirée. Elle reste en ligne pour que ce qui la cite mène encore quelque part ; ce qui la remplace est indiqué ci-dessous.

## Décomptes
count-statements = { $count ->
    [one] { $count } déclaration
   *[other] { $count } déclarations
}
count-members = { $count ->
    [one] { $count } membre
   *[other] { $count } membres
}
count-programmes = { $count ->
    [one] { $count } programme
   *[other] { $count } programmes
}
count-practices = { $count ->
    [one] { $count } pratique
   *[other] { $count } pratiques
}
count-topics = { $count ->
    [one] { $count } sujet
   *[other] { $count } sujets
}
count-expectations = { $count ->
    [one] { $count } attente
   *[other] { $count } attentes
}
count-facts = { $count ->
    [one] { $count } fait public
   *[other] { $count } faits publics
}
count-needs = { $count ->
    [one] { $count } besoin
   *[other] { $count } besoins
}
count-offers = { $count ->
    [one] { $count } offre
   *[other] { $count } offres
}
statements-all = Les { $count } déclarations
practices-all = Les { $count } pratiques

## Listes et filtres
filter-apply = Appliquer
filter-clear = Effacer les filtres
filter-any = Indifférent
filter-written = Son identifiant
filter-region = Région
filter-country = Pays
filter-language = Langue de travail
filter-theme = Thème
filter-type = Type
filter-target_group = Public
filter-kind = Nature
filter-year = Année
filter-question = Question
filter-member = Membre
filter-certainty = Certitude
filter-level = Niveau de détail

## Accueil
home-title = Ce que les services publics d’emploi affrontent, essaient et apprennent
home-lead = Trouvez les services qui rencontrent les mêmes défis que le vôtre, voyez pourquoi ils se ressemblent et avec quel degré de certitude, et remontez, pour chaque affirmation, à la ligne de la source.
home-find-member = Trouver mon service
home-how = Comment cela marche
home-count-members = { $count ->
    [one] service
   *[other] services
}
home-count-statements = { $count ->
    [one] déclaration, avec sa source
   *[other] déclarations, chacune avec sa source
}
home-count-themes = { $count ->
    [one] thème
   *[other] thèmes
}
home-count-programmes = { $count ->
    [one] programme
   *[other] programmes
}
home-themes = Partir d’un thème
home-themes-words = Trois familles, de l’action sur le marché du travail au fonctionnement même du service. Chaque thème montre qui en a besoin, qui a quelque chose à offrir et ce qui a été essayé.
home-members = Partir d’un service
home-members-words = Les services qui ont répondu à l’enquête 2022 de l’association. Certains ne sont cités nulle part dans son rapport : leur page le dit, sans rien supposer.
home-reading = Lire les signes
home-reading-words = Chaque affirmation indique avec quelle certitude sa source l’avance, chaque rapprochement jusqu’où on peut s’y fier. Ce que personne n’a mentionné est inconnu ; ce n’est jamais pris pour un « non ».
home-newest = Dernières informations publiques
home-newest-words = Ce que l’on a appris depuis l’enquête, par des pages publiques. À part du rapport, chacune avec sa date et sa source.

## Recherche
search-label = Rechercher
search-placeholder = Thèmes, programmes, services…
search-submit = Rechercher
search-suggestions = Suggestions
search-eyebrow = Recherche
search-title = Recherche
search-question = « { $question } »
search-lead = Quelques mots en français, en anglais ou en espagnol retrouvent ce qui est dit dans l’une des trois langues. Les accents, les terminaisons et les fautes de frappe ne comptent pas.
search-count = { $count ->
    [one] { $count } résultat
   *[other] { $count } résultats
}
search-corrected = Rien ici ne dit « { $word } ». Voici ce qui dit « { $for } ».
search-understood = Compris comme un thème. Sa page dit qui en a besoin et qui propose quelque chose :
search-via = Thème :
search-narrow = Affiner
search-chosen = Seulement :
search-remove = (retirer)
search-nothing = Aucun résultat
search-nothing-facets = Rechercher de nouveau sans les choix faits
search-nothing-spelling = Vérifiez l’orthographe.
search-nothing-fewer = Essayez moins de mots, ou des mots plus généraux.
search-nothing-other = Employez les mots de votre service, dans l’une des trois langues.
search-meant = Peut-être cherchez-vous :
search-domains = Partir d’un thème

## Signes
certainty-explicit = Explicite
certainty-inferred = Déduit
certainty-illustrativeList = Dans une liste d’exemples
certainty-words-explicit = La source le dit en toutes lettres.
certainty-words-inferred = Le lecteur doit le conclure.
certainty-words-illustrativeList = Le service figure parmi des exemples ; d’autres peuvent être dans le même cas.
confidence-high = Confiance élevée
confidence-medium = Confiance moyenne
confidence-low = Confiance faible
confidence-insufficient = Éléments insuffisants
confidence-words-high = Bien étayé.
confidence-words-medium = Mérite un échange.
confidence-words-low = Une piste à vérifier, non une conclusion.
confidence-words-insufficient = On en sait trop peu pour se prononcer.
facet-need = Besoins
facet-offer = Offres
facet-words-need = Défis, priorités et sujets dont il souhaite entendre parler.
facet-words-offer = Réussites, pratiques et sujets dont il pourrait parler.
kind-achievement = Réussite
kind-priority = Priorité
kind-challenge = Défi
kind-lever = Levier
kind-practiceMention = Pratique
kind-topicSought = Sujet recherché
kind-topicOffered = Sujet proposé
kind-expectation = Attente
kind-targetGroupMention = Public visé
kinds-challenge = Défis
kinds-priority = Priorités
kinds-topicSought = Sujets recherchés
kinds-achievement = Réussites
kinds-practiceMention = Pratiques
kinds-topicOffered = Sujets proposés

## Natures des choses
kind-of-thing-member = Service membre
kind-of-thing-country = Pays
kind-of-thing-region = Région
kind-of-thing-body = Organisme
kind-of-thing-programme = Programme
kind-of-thing-practice = Pratique
kind-of-thing-theme = Thème
kind-of-thing-target-group = Public
kind-of-thing-lever = Levier
kind-of-thing-programme-type = Type de programme
kind-of-thing-expectation-kind = Nature d’attente
kind-of-thing-topic = Sujet d’échange
kind-of-thing-expectation = Attente envers le réseau
kind-of-thing-survey = Enquête
kind-of-thing-question = Question d’enquête
kind-of-thing-statement = Déclaration
kind-of-thing-fact = Fait
kind-of-thing-finding = Chiffre
kind-of-thing-exchange = Échange entre pairs
kind-of-thing-ranked-theme = Rang d’un thème dans le rapport
kind-of-thing-contribution = Apport
kind-of-thing-chart = Légende de graphique
kind-of-thing-footnote = Note de bas de page
kind-of-thing-example = Requête d’exemple

## Propriétés
property-country = Pays
property-region = Région
property-inRegion = Région
property-iso2 = Code ISO à deux lettres
property-iso3 = Code ISO à trois lettres
property-workingLanguage = Langues de travail
property-respondedTo = A répondu à
property-altLabel = Autres noms
property-nameStatus = Nom
property-related = Thèmes liés
property-closeMatch = Dans d’autres vocabulaires
property-programmeType = Type
property-operatedBy = Mis en œuvre par
property-practisedBy = Pratiqué par
property-description = Description
property-addresses = Thèmes
property-targetGroup = Publics
property-startDate = Début
property-endDate = Fin
property-budget = Budget
property-cost = Coût
property-outcome = Résultat
property-evidenceGrade = Preuve du résultat
property-transferCondition = Conditions pour le reprendre
property-stage = Stade
property-replaces = Remplace
property-isReplacedBy = Remplacé par
property-partOfProgramme = Fait partie de
property-seeAlso = Voir aussi
property-source = Source
property-date = Date
property-locator = Place dans la source
property-sourceLine = Ligne
property-survey = Enquête
property-question = Question
property-raisedBy = Soulevé par
property-expectationKind = Nature
property-member = Membre
property-about = Porte sur
property-derivedFrom = Tiré de
property-corrects = Corrige
property-attributedTo = Apporté par
property-conflictsWith = En contradiction avec
property-value = Chiffre
property-period = Période
property-confidence = Confiance
property-certainty = Certitude
property-printedForm = Tel qu’imprimé
property-note = Remarque
property-number = Numéro
property-rank = Rang
property-broader = Plus large
property-narrower = Plus précis
property-exchangeType = Forme
property-theme = Thème
property-title = Rapport
stage-collected = Recueillie : décrite, pas encore évaluée
stage-promising = Prometteuse
stage-good = Bonne pratique
stage-discontinued = Abandonnée
grade-none = Aucune preuve connue
grade-selfReported = Rapporté par le service lui-même
grade-monitored = Suivi par des chiffres
grade-evaluated = Évalué
name-status-named = Nommé par une source
name-status-labelledByCountry = Désigné par son pays, aucune source ne donnant son propre nom
exchange-studyVisit = Visite d’étude
exchange-workshop = Atelier
exchange-twinning = Jumelage
currency-dollars = dollars
unit-percent = pour cent
unit-people = personnes
unit-years = ans
unit-months = mois
unit-countries = pays
unit-services = services
unit-members = membres
unit-themes = thèmes
unit-answers = réponses
unit-participants = participants
unit-levers = leviers
unit-questions = questions
figure-of = sur { $base }
period-since = depuis { $start }
period-until = jusqu’à { $end }
period-unknown = dates non connues

## Membres
members-eyebrow = Le réseau
members-title = Services membres
members-lead = Tous les services qui ont répondu à l’enquête, par région, avec les besoins et les offres que des sources leur attribuent.
member-description = { $member } : besoins, offres, pairs et raisons du rapprochement, et { $statements } déclarations avec leur source.
member-profile = Ce que l’on sait
member-profile-words = Les thèmes que des sources associent à ce service. Un thème qui n’y figure pas est inconnu, pas absent.
member-side-unknown = Aucune source n’en mentionne. Cela ne dit rien du service.
member-silent = Aucune déclaration de ce service n’est connue.
member-silent-words = Il a répondu à l’enquête, mais le rapport ne le cite nulle part. Cela ne dit rien de ses besoins ni de ce qu’il pourrait offrir ; rien n’est donc affiché, et rien n’est supposé.
member-silent-short = aucune déclaration connue
member-programmes = Programmes dans son pays
member-statements = Les déclarations et leur source
member-statements-words = Dans l’ordre du rapport, sous la question à laquelle elles répondent. Chacune a sa page, que l’on peut citer.

## Pairs
peers-title = À qui parler
peers-modes = Quels pairs chercher
mode-similar = Semblables
mode-helps-me = Peuvent aider
mode-i-help = Peuvent être aidés
mode-mutual = Dans les deux sens
mode-words-similar = Les services dont on dit la même chose : mêmes besoins, mêmes offres. Un thème que peu mentionnent compte plus qu’un thème que tous mentionnent.
mode-words-helps-me = Les services qui offrent ce dont celui-ci a besoin.
mode-words-i-help = Les services qui ont besoin de ce que celui-ci offre.
mode-words-mutual = Les services avec lesquels un échange profiterait aux deux.
peers-other-regions = Seulement d’autres régions
peers-table = Les pairs dans l’ordre
peers-rank = Rang
peers-peer = Service
peers-score = Score
peers-confidence = Confiance
peers-tied = à égalité
peers-score-words = score { $score }
peers-helps-me = aide ce service : { $part }
peers-i-help = est aidé par lui : { $part }
peers-shared = Ce qu’ils partagent ; les parts s’additionnent pour donner le score
peers-side = Côté
peers-part = Part du score
shared-need = besoin commun
shared-offer = offre commune
shared-need-offer = besoin ici, offre là-bas
shared-offer-need = offre ici, besoin là-bas
peers-why = Voir les déclarations à l’appui
peers-mine = Ce service
peers-theirs = Le pair
peers-only-mine = Seul ce service mentionne
peers-only-theirs = Seul le pair mentionne
peers-query = Lancer la requête SPARQL qui liste ces éléments
peers-ending = { $shown ->
    [one] { $shown } service affiché sur { $sufficient } qui ont assez en commun.
   *[other] { $shown } services affichés sur { $sufficient } qui ont assez en commun.
}
peers-ending-or-more = { $shown ->
    [one] { $shown } service affiché ; { $sufficient } ou plus ont assez en commun.
   *[other] { $shown } services affichés ; { $sufficient } ou plus ont assez en commun.
}
peers-more = En voir davantage
peers-too-little = { $count ->
    [one] Un autre partage quelque chose, mais trop peu pour être nommé.
   *[other] { $count } autres partagent quelque chose, mais trop peu pour être nommés.
}
network-title = Pairs de { $member }
network-caption = Plus un pair est proche et grand, plus il y a en commun. Trait épais : confiance élevée ; trait simple : moyenne ; tireté : faible.
recommendations-title = À regarder de près
country-description = { $country } : son service d’emploi, ses programmes et ce qu’en disent des sources publiques.
country-no-member = Aucun service de ce pays n’a répondu à l’enquête.
facts-title = Faits et chiffres
facts-words = Tirés du rapport et de sources publiques ultérieures, chacun avec sa date et le degré de confiance qu’on peut lui accorder.
region-lead = Une région de l’association. Ses régions sont les siennes, non celles des Nations unies.
region-description = { $region } : services membres, ce qu’ils mentionnent le plus, programmes.
region-themes = Ce que ses membres mentionnent le plus
region-sample = Compté à partir des déclarations. { $mentioned ->
    [one] Sur { $respondents } membres qui ont répondu à l’enquête, un seul est cité nommément au moins une fois.
   *[other] Sur { $respondents } membres qui ont répondu à l’enquête, { $mentioned } sont cités nommément au moins une fois.
} L’échantillon est petit.
region-silent = Aucune déclaration ne cite un membre de cette région. Ce que ses membres affrontent n’est pas connu.
region-table = Thèmes selon le nombre de membres qui les mentionnent
region-statements = Dit de la région dans son ensemble
column-members = Membres
column-statements = Déclarations
column-named = Membres nommés

## Thèmes
themes-eyebrow = Le vocabulaire
themes-title = Thèmes
themes-lead = Les thèmes qui classent déclarations, programmes, pratiques et sujets : trois familles, leurs domaines, et les thèmes de chacun.
themes-whole-domain = Le domaine entier
theme-narrower = Thèmes plus précis
theme-members = Qui en a besoin, qui a quelque chose à offrir
theme-members-words = Les membres qu’une source associe à ce thème ou à un thème plus précis. D’autres peuvent être dans le même cas sans être cités.
theme-side-need = En ont besoin
theme-side-offer = Ont une offre
theme-side-unknown = Aucune source ne nomme quelqu’un.
theme-unnamed = { $count ->
    [one] Une déclaration parle de services sans les nommer.
   *[other] { $count } déclarations parlent de services sans les nommer.
}
theme-topics = Sujets dont des membres veulent parler
theme-expectations = Attentes envers le réseau
theme-statements = Déclarations

## Programmes et pratiques
programmes-eyebrow = Ce que mènent les États et les services
programmes-title = Programmes
programmes-lead = Programmes, plans, stratégies, lois, plateformes et réseaux que citent le rapport ou une source ultérieure.
programme-statements = Où le rapport en parle
practices-eyebrow = Ce que d’autres pourraient reprendre
practices-title = Pratiques
practices-lead = Des réalisations concrètes d’un service qu’un autre pourrait adapter. Elles sont telles que les sources les décrivent ; peu ont été évaluées, et chaque page le dit.
practice-adapting = Avant de la reprendre
practice-adapting-words = Ce que l’on sait des résultats, du coût et des conditions. Ce qu’aucune source ne dit est affiché comme non connu.
practice-similar = Sur les mêmes thèmes
succession-title = Ce qui a remplacé quoi
succession-words = Pour autant que les sources le disent. Une date figure là où elle est connue.
succession-picture = Le plus ancien en haut, une flèche vers ce qui l’a remplacé
succession-table = Les remplacements
succession-older = Avant
succession-newer = Remplacé par
succession-when = Quand
compare-eyebrow = Côte à côte
compare-title = Comparer programmes et pratiques
compare-lead = Choisissez-en de deux à quatre. Ce qu’aucune source ne dit est affiché comme non connu, afin qu’une lacune ne passe pas pour un « non ».
compare-with = Comparer avec d’autres
compare-place = Fiche { $place }
compare-none = Aucune
compare-do = Comparer
compare-one = Choisissez-en au moins une autre à comparer.
compare-caption = Les fiches choisies, côte à côte
compare-item = Fiche
compare-evidence = Ce qui l’étaye
compare-csv = Télécharger en CSV

## Sujets et attentes
topics-eyebrow = Ce dont les membres veulent parler
topics-title = Sujets d’échange
topics-lead = Les sujets que des services aimeraient partager avec d’autres. Le rapport ne nomme presque jamais leur auteur ; nous non plus.
topics-to-expectations = Ce que les membres attendent du réseau
topic-raised-by-nobody =  : la source ne dit pas qui l’a soulevé.
topic-offering = Qui pourrait en parler
topic-offering-words = Les membres dont une source rapporte une réussite, une pratique ou une offre sur ces thèmes.
topic-practices = Pratiques sur ces thèmes
topic-others = Sujets voisins
expectations-eyebrow = Ce que les membres demandent au réseau
expectations-title = Attentes
expectations-lead = Ce que les services attendent de l’association : échanges, appui technique, financements, événements, information. Le rapport ne dit pas qui demande quoi.

## Enquêtes, déclarations, faits
surveys-eyebrow = Les éléments de preuve
surveys-title = Enquêtes
surveys-lead = D’où viennent les déclarations : les enquêtes de l’association, question par question.
surveys-to-statements = Toutes les déclarations
survey-lead = Lue ligne à ligne et reformulée par le projet. Ce que le rapport a laissé anonyme le reste.
survey-thanked = Services dans la liste des remerciements
survey-empty = De cette enquête, on ne connaît ici que l’existence ; aucune de ses réponses.
survey-questions = Questions
survey-findings = Les chiffres que donne le rapport
survey-findings-words = Certains se contredisent. Ils restent côte à côte, chacun avec sa ligne ; aucun n’est gommé.
recurrence-title = Ce qui revient, question par question
counts-caveat = Compté à partir des déclarations, non des graphiques du rapport, dont les valeurs sont perdues. L’échantillon est petit et certaines régions y sont peu représentées, comme le rapport en avertit. Un thème non mentionné est inconnu, pas absent.
counts-csv = Ces décomptes en CSV
level-2 = Domaines
level-3 = Thèmes
heat-title = Domaines par région
heat-caption = Membres qui mentionnent un domaine, parmi ceux de la région qui ont répondu
heat-caveat = Plus une case se détache, plus grande est la part des membres de la région qui ont répondu. Ne lisez aucune case sans ses nombres : là où trois membres ont répondu, un seul fait un tiers. Un tiret signifie que personne n’en parle, non que personne n’y est confronté.
heat-base = { $mentioned ->
    [one] { $mentioned } cité sur { $respondents }
   *[other] { $mentioned } cités sur { $respondents }
}
heat-cell = { $members } sur { $respondents }
heat-unheard = non mentionné
statements-eyebrow = Affirmation par affirmation
statements-title = Déclarations
statements-lead = Une affirmation d’une source sur un service au plus, avec sa place et la certitude avec laquelle elle est avancée.
statement-unnamed = Services non nommés
statement-unnamed-words =  : la source ne nomme ici aucun service, et nous non plus.
statement-no-question = Hors des questions
statement-line = ligne { $line }
statement-open = Ouvrir la déclaration
statement-cite = Pour citer
statement-own-words = La formulation est celle du projet ; elle rapporte ce que la source dit à cet endroit, sans la citer mot à mot.
fact-conflicts = Une autre source dit autre chose
fact-conflicts-words = Les deux restent, chacune avec sa source.

## Erreurs
error-eyebrow = Erreur
error-home = Page d’accueil
error-ways = Où aller ensuite
error-reference = Référence pour l’équipe qui gère le service :
error-no-such-thing = Rien de cette nature ne porte ce nom : { $kind }.
error-other-kinds = Autre chose le porte :
error-parameter-value = « { $value } » n’est pas une valeur possible de « { $name } ».
error-parameter-name = Cette page ne connaît pas de paramètre « { $name } ».
error-without-parameters = Afficher la page sans paramètres
error-title-not-found = Cette page n’existe pas
error-words-not-found = L’adresse est peut-être mal saisie, ou ce qu’elle désigne n’a jamais été ici. Les identifiants de ce site ne changent pas.
error-title-invalid-parameter = Cette adresse n’est pas comprise
error-words-invalid-parameter = Une partie de l’adresse, après le point d’interrogation, n’a pas de sens ici.
error-title-question-empty = Il n’y a rien à rechercher
error-words-question-empty = La question ne contient aucun mot. Un mot a au moins deux lettres.
error-title-question-long = La question est trop longue
error-words-question-long = 300 caractères suffisent.
error-title-not-acceptable = Seules des pages web sont données ici
error-words-not-acceptable = Les données en d’autres formats se trouvent aux adresses sous /data/ et /api/.
error-title-busy = Le service est occupé ou démarre
error-words-busy = Réessayez dans un instant.
error-title-too-many-requests = Trop de demandes
error-words-too-many-requests = Patientez un instant avant de poursuivre.
error-title-gone = Ce contenu a été retiré
error-words-gone = Le service qui l’avait apporté l’a retiré. Son identifiant reste, pour que rien d’autre ne porte jamais ce nom.
error-title-refused = Cette demande n’est pas possible
error-words-refused = Le service ne fait pas ici ce que le navigateur lui a demandé.
error-title-internal = Une erreur s’est produite de notre côté
error-words-internal = L’incident a été enregistré. Réessayer plus tard peut suffire.

## À propos
about-eyebrow = À propos du site
about-title = Qu’est-ce que Passerelle
about-lead = Une passerelle entre services publics d’emploi : ce que chacun affronte, essaie et apprend, et qui pourrait apprendre de qui.
about-content = Ce que l’on y trouve
about-content-1 = Le premier contenu est le rapport de l’enquête 2022 de l’Association mondiale des services d’emploi publics (AMSEP). Chacune de ses affirmations a été lue deux fois, séparément, puis transcrite en une déclaration : une chose que la source dit à un endroit, d’un service au plus.
about-content-2 = Les faits publics ultérieurs, une loi nouvelle ou la fin d’un programme par exemple, sont tenus à part du rapport. Chacun porte sa date, sa source et le degré de confiance qu’on peut lui accorder.
about-content-3 = Les déclarations sont classées par thèmes, si bien qu’une phrase en français et une question en anglais peuvent se rencontrer.
about-honesty = Ce que l’on n’y prétend pas
about-honesty-1 = Ce que personne n’a mentionné est inconnu. L’enquête demandait le plus souvent trois réponses par question, non un inventaire ; un service qui ne mentionne pas le télétravail peut fort bien le pratiquer.
about-honesty-2 = Les listes de pays du rapport sont souvent des exemples. Les déclarations qui en sont tirées le signalent.
about-honesty-3 = Les graphiques du rapport ont disparu de son texte ; il n’en reste que les légendes. Aucune de leurs valeurs n’est affichée. Tout décompte que vous voyez est un décompte de déclarations.
about-honesty-4 = Quand des sources se contredisent, les deux restent.
about-anonymous = Ce qui reste anonyme
about-anonymous-1 = Quand le rapport reprend une réponse sans nommer le service, aucun nom n’est ajouté, même là où l’on pourrait deviner.
about-anonymous-2 = Aucune personne n’est enregistrée, ni aucune adresse électronique.
about-data = Réutilisation
about-data-1 = Les données sont libres de réutilisation sous licence CC BY 4.0. Chaque page indique à son pied ses données en plusieurs formats ; l’ensemble s’interroge en SPARQL et par une API documentée.
about-data-2 = Chaque identifiant est permanent : ce que vous citez aujourd’hui se retrouvera demain.

## Méthode
method-title = Méthode d’appariement
method-lead = Pourquoi un service est proposé comme pair d’un autre, avec quel degré de certitude, et ce que cela ne signifie pas.
method-profile = Le profil d’un service
method-profile-1 = Défis, priorités et sujets recherchés sont les besoins d’un service ; réussites, pratiques et sujets proposés sont ses offres. Les deux côtés restent séparés : avoir réussi quelque chose, ce n’est pas en avoir besoin.
method-profile-2 = Une déclaration qui nomme le service en toutes lettres compte plus qu’une autre qu’il faut déduire, et celle-ci plus qu’une place dans une liste d’exemples. Une même source ne compte qu’une fois pour un thème, si souvent qu’elle le répète.
method-modes = Quatre questions
method-score = Le score
method-score-1 = Deux services se ressemblent dans la mesure où ils partagent des thèmes, rapportés à tout ce que l’un ou l’autre mentionne. Un thème que peu mentionnent pèse plus qu’un thème que tous mentionnent, et un thème précis plus qu’un thème large.
method-score-2 = Tout score est la somme de ses parts, une par thème partagé. Elles sont détaillées pour chaque pair, avec les déclarations des deux services.
method-score-3 = Région, langue et niveau de revenu n’entrent pas dans le score. Ce sont des filtres : vous pouvez demander des pairs d’autres régions seulement.
method-confidence = Le degré de certitude
method-confidence-1 = La confiance dépend de la quantité d’éléments que deux services partagent. S’il y en a trop peu, le service n’apparaît pas du tout, et jamais une liste n’est complétée pour faire nombre.
method-confidence-2 = Une confiance faible est une piste à vérifier avant d’écrire à un collègue. Une confiance moyenne mérite un échange. Une confiance élevée est bien étayée.
method-confidence-3 = Quand deux services sont à égalité, ils partagent le même rang, et cela est dit.
method-limits = Ses limites
method-limits-1 = La plupart des services ne sont connus que par quelques déclarations. À trois mentions, aucune méthode ne fait beaucoup mieux que le hasard ; la page indique combien il y en a.
method-limits-2 = Un rapprochement dit que des sources rapportent des choses semblables. Il ne dit pas qu’une pratique réussira ailleurs, ni qu’un service a le temps de répondre.
method-limits-3 = Les thèmes sont attribués par des personnes. Si l’un d’eux est erroné, signalez-le au projet : chaque déclaration a une adresse que l’on peut indiquer.

## Accessibilité
accessibility-title = Accessibilité
accessibility-lead = Les pages sont conçues pour être utilisées par toutes et tous, sur tout appareil, avec ou sans technologie d’assistance.
accessibility-state = État
accessibility-state-1 = Les pages visent la conformité aux règles pour l’accessibilité des contenus web (WCAG) 2.2, niveau AA.
accessibility-state-2 = Chaque type de page est contrôlé par un outil automatique dans chaque langue, en clair et en sombre, à la largeur d’un téléphone et d’un ordinateur. Un contrôle automatique ne décèle qu’une partie des obstacles ; des essais par des utilisateurs de technologies d’assistance n’ont pas encore eu lieu.
accessibility-means = Ce qui a été fait
accessibility-means-1 = Tout fonctionne au clavier et sans script. Titres, repères et tableaux sont balisés pour ce qu’ils sont.
accessibility-means-2 = Aucune information n’est donnée par la couleur seule : les signes ont une forme et des mots. Chaque graphique a ses chiffres dans un tableau.
accessibility-means-3 = Les mots d’une autre langue que celle de la page le signalent aux lecteurs d’écran. Mode sombre, texte agrandi, fenêtres étroites et impression sont prévus.
accessibility-limits = Limites connues
accessibility-limits-1 = La description interactive de l’API, sous /docs/, est un outil tiers en anglais qui demande des scripts. Son contenu se trouve aussi à /openapi.json.
accessibility-limits-2 = Les tableaux larges défilent latéralement sur les écrans étroits. On peut les atteindre et les faire défiler au clavier.

## Dates et langues
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## Ateliers
nav-groups = Ateliers
filter-min_size = Membres, au moins
filter-max_size = Membres, au plus
groups-eyebrow = Préparer un échange
groups-title = Réunir un atelier
groups-lead = Choisissez un thème : la page propose des groupes de cinq à huit services où les uns ont de quoi répondre aux besoins des autres, de plusieurs régions si possible et avec une langue de travail commune. Ce qu’une proposition ne satisfait pas est dit.
groups-regions = Seulement de ces régions
groups-include = Ajouter un service qui doit participer
groups-nobody = Aucun
groups-do = Proposer des groupes
groups-included = Doivent participer
groups-excluded = Laissés de côté
groups-undo = Retirer de la liste : { $member }
groups-proposals = Propositions : { $theme }
groups-proposal = Proposition { $place }
groups-regions-counted = { $count ->
    [one] { $count } région
   *[other] { $count } régions
}
groups-met = Satisfait :
groups-unmet = Non satisfait :
groups-role = Rôle
groups-needs-met = Besoins couverts par les autres
groups-change = Modifier
groups-asked = demandé
groups-keep = Garder
groups-leave = Écarter
groups-keep-words = Garder dans tous les groupes : { $member }
groups-leave-words = Écarter de tous les groupes : { $member }
groups-answered = peuvent y répondre : { $members }
groups-score = Composition du score
groups-parts = Les parts s’additionnent pour donner le score
groups-part = Ce qui compte
theme-workshop = Préparer un atelier sur ce thème
groups-most = Au plus

## Page de requêtes
nav-query = Requêtes SPARQL
query-eyebrow = Pour les analystes
query-title = Interroger le graphe
query-lead = Toutes les données du site en SPARQL 1.1 : partez d’un exemple, modifiez-le, récupérez le résultat en CSV, en JSON ou en Turtle, et partagez la requête par son adresse.
query-text = Requête SPARQL
query-format = Format de la réponse
query-rows = Tableau (SELECT, ASK)
query-graph = Graphe (CONSTRUCT, DESCRIBE)
query-run = Exécuter
query-as = Cette réponse sous forme de fichier :
query-name-editor = Requête SPARQL
query-name-answer = Réponse du service
query-name-size = Lignes par page
query-name-filter = Filtrer les lignes
query-examples = Exemples
query-examples-words = Chaque exemple fait partie du graphe et s’exécute tel quel.
query-open = Ouvrir dans l’éditeur
query-clients = Depuis un programme
query-endpoint = Le point d’accès, pour SPARQLWrapper, rdflib, Comunica, R ou curl :
query-limits = Une requête dispose d’un temps et d’une mémoire limités ; une réponse incomplète n’est jamais donnée pour entière. Les erreurs indiquent la ligne et la colonne.
query-yasgui = L’éditeur est YASGUI, de Triply et Zazuko, sous licence MIT ; il est servi par ce site et n’interroge rien d’autre.

## Sur d’autres sites
embed-loading = Recherche des pairs…
embed-failed = Les pairs n’ont pas pu être chargés.
embed-again = Réessayer
embed-because-similar = En commun : { $themes }
embed-because-helps-me = Offre ce dont ce service a besoin : { $themes }
embed-because-i-help = A besoin de ce que ce service offre : { $themes }
embed-because-mutual = Peut aider et être aidé : { $themes }
embed-more = Tous les pairs et les éléments à l’appui, sur Passerelle

## Flux
follow-news = Suivre les nouveautés
follow-theme = Suivre ce thème
follow-country = Suivre ce pays
follow-member = Suivre ce qui est recommandé à ce service

## D’une vague à l’autre
synthetic = synthétique
trend-title = D’une vague à l’autre
trend-picture = { $theme } : membres qui en font mention, vague par vague
trend-figures = { $theme } : chiffres, vague par vague
trend-reading = Contour : membres ayant répondu. Teinte pâle : membres dont une déclaration est connue. Teinte pleine : membres qui mentionnent le thème. Une colonne hachurée au contour pointillé est synthétique.
trend-caption = Membres qui mentionnent un domaine, vague par vague
trend-caveat = Chaque vague a posé d’autres questions à d’autres membres et a été lue autrement : un écart n’est pas un changement d’avis. Aucun chiffre ne se lit sans le nombre de membres ayant répondu. Un thème non mentionné est inconnu ; ce n’est pas un zéro.
trend-synthetic = Personne n’a répondu à ces vagues : elles ont été inventées pour essayer le service et ne disent rien d’aucun service réel.
trend-one-wave = Une seule vague est connue à ce jour, { $wave } ; l’évolution d’une vague à l’autre s’affichera ici dès la deuxième.
trend-members = En font mention
trend-known = Déclaration connue
trend-responded = Ont répondu
trend-statements = Déclarations
survey-lead-sheet = Reprise d’un tableau de réponses, une ligne par service ; chaque affirmation a été rattachée à des thèmes. Ce qui y était anonyme le reste.
survey-synthetic = Personne n’a répondu à cette enquête. Elle a été inventée pour essayer le service et ne dit rien d’aucun service réel.
survey-responded = Membres ayant répondu

## Espace de travail
nav-desk = Espace de travail
desk-description = L’espace de travail des services membres : rédiger, suivre et relire les apports.
desk-nav = Espace de travail
desk-nav-mine = Mes apports
desk-nav-new = Nouvel apport
desk-nav-seeks = Recherches et offres
desk-sign-out = Se déconnecter
desk-no-member = Aucun service en particulier
role-reader = lecture
role-contributor = rédaction
role-reviewer = relecture
role-admin = administration
desk-title = Mes apports
desk-lead = Ce que votre service apporte au réseau, du brouillon à la publication.
desk-member-missing = Votre clé n’est rattachée à aucun service membre. Demandez au secrétariat une clé qui le soit : sans elle, rien ne peut être enregistré.
desk-write = Rédiger un apport
desk-nothing = Rien pour l’instant. Un premier apport se rédige en cinq minutes, dans une seule langue.
desk-mine-returned = À reprendre
desk-mine-draft = Brouillons
desk-mine-submitted = Soumis
desk-mine-inReview = En cours de relecture
desk-mine-published = Publiés
desk-mine-retired = Retirés
desk-next-returned = Lisez les motifs, modifiez le texte et soumettez-le de nouveau.
desk-next-draft = Complétez-les et soumettez-les. D’ici là, seuls votre service et les relecteurs les voient.
desk-next-submitted = Rien à faire : une personne chargée de la relecture va les prendre. Vous pouvez encore les modifier.
desk-next-inReview = Rien à faire : la relecture est en cours.
desk-next-published = Visibles par tous. Pour les changer, rédigez une nouvelle version ; pour les reprendre, retirez-les.
desk-next-retired = Leur identifiant demeure et dit seulement qu’ils ont été retirés.
desk-queue = À relire
desk-queue-words = Les plus anciens d’abord. Vos propres apports et ceux de votre service n’y figurent pas.
desk-queue-empty = Rien n’attend de relecture.
desk-untitled = Sans titre
desk-changed = modifié le { $date }
desk-ends = jusqu’au { $date } inclus
desk-version = Version { $number }
desk-public = Page publique
desk-edit = Rédiger une nouvelle version
desk-reasons = Pourquoi il vous revient
state-draft = Brouillon
state-submitted = Soumis
state-inReview = En relecture
state-published = Publié
state-returned = Renvoyé
state-retired = Retiré
state-words-draft = Seuls votre service et les relecteurs le voient. Un brouillon peut rester incomplet.
state-words-submitted = En attente d’une personne chargée de la relecture.
state-words-inReview = Une personne chargée de la relecture l’examine ; le texte ne change pas pendant ce temps.
state-words-published = Dans les listes, la recherche, les rapprochements et les flux, avec votre service pour source.
state-words-returned = À modifier puis à soumettre de nouveau.
state-words-retired = N’est plus visible nulle part ; seul l’identifiant demeure.
said-saved = Enregistré.
said-submitted = Soumis. Une personne chargée de la relecture va le prendre.
said-incomplete = Enregistré comme brouillon, mais pas encore soumis : il manque quelque chose.
said-review = Vous relisez cet apport.
said-published = Publié : visible par tous dès maintenant.
said-returned = Renvoyé avec vos motifs.
said-retired = Retiré : ce n’est plus visible nulle part.
said-erased = Supprimé, avec toutes ses versions.
sign-in-title = Se connecter
sign-in-lead = Avec la clé que le secrétariat a remise à votre service.
sign-in-key = Clé
sign-in-key-help = Elle commence par psl_. Collez-la en entier.
sign-in-do = Se connecter
sign-in-session = La session prend fin après une heure sans activité et, dans tous les cas, au bout de douze heures. Un seul cookie est déposé, pour elle ; il n’y en a pas d’autre sur ce site.
sign-in-ended = Votre session a pris fin. Ce que vous avez saisi est conservé : connectez-vous et vous pourrez l’envoyer.
sign-in-refused = Cette clé n’est pas acceptée. Elle est peut-être incomplète, expirée ou révoquée ; le secrétariat peut en délivrer une autre.
sign-in-reads = Cette clé ne permet que la lecture. Pour rédiger, demandez au secrétariat une clé de rédaction.
sign-in-often = Trop d’essais sans succès. Réessayez dans un quart d’heure.
sign-in-elsewhere = Se connecter avec le compte de votre organisation
sign-in-elsewhere-help = Pendant que vous êtes chez votre organisation, il y en a un de plus, pour dix minutes au plus.
sign-in-elsewhere-refused = Vous n’êtes pas connecté : votre organisation ne l’a pas confirmé, ou votre compte n’a pas de rôle ici. Le secrétariat peut vous renseigner.
resend-title = Envoyer ce que vous avez saisi
resend-lead = Ce formulaire venait d’une autre session, rien n’a donc été enregistré. Ce que vous avez saisi est toujours là : il suffit de l’envoyer.
resend-do = Envoyer maintenant
resend-not = Ne pas l’envoyer
form-wrong = À corriger avant de soumettre
form-missing = Il reste à compléter avant de soumettre
form-colon = { "\u00A0" }:
form-whole = L’ensemble
form-more = Pour en dire plus (facultatif)
form-translations = Traductions (facultatif)
form-from = d’après « { $words } »
form-suggest = Enregistrer et proposer des thèmes
form-add-theme = Ajouter un thème de la liste
form-none = À choisir
form-add = Ajouter
form-needed = nécessaire
form-needed-words = à renseigner avant de soumettre.
form-found = Trouvé : « { $value } ».
form-submit = Soumettre à la relecture
form-save = Enregistrer le brouillon
form-buttons-words = Un brouillon s’enregistre à tout moment, même incomplet. Une fois soumis, il est relu par quelqu’un d’un autre service.
form-privacy = Une seule langue suffit. N’écrivez ni nom de personne ni adresse personnelle : le nom d’une unité suffit.
form-for = Pour quel service
form-for-nobody = Aucun : au nom du secrétariat
new-practice = Décrire une pratique
new-programme = Décrire un programme
new-statement = Dire ce que vit votre service
new-offer = Proposer quelque chose aux autres
new-need = Demander quelque chose aux autres
new-exchange = Signaler un échange qui a eu lieu
new-correction = Signaler une erreur
contribution-kind-practice = Pratique
contribution-kind-programme = Programme
contribution-kind-statement = Déclaration
contribution-kind-offer = Offre
contribution-kind-need = Recherche
contribution-kind-exchange = Échange entre pairs
contribution-kind-correction = Correction
kind-words-practice = Ce que votre service a fait et que d’autres pourraient reprendre, échecs compris.
kind-words-programme = Un programme, un plan, une stratégie, une loi ou une plateforme de votre pays.
kind-words-statement = Un défi, une priorité, une réussite de votre service, en une phrase ou deux.
kind-words-offer = Ce que votre service peut montrer, expliquer ou prêter à d’autres, jusqu’à une date donnée.
kind-words-need = Ce que votre service voudrait apprendre des autres, jusqu’à une date donnée.
kind-words-exchange = Une visite d’étude, un atelier ou un jumelage entre services, attesté par une source.
kind-words-correction = Quelque chose sur ce site n’est pas juste : dites quoi, et d’après quelle source.
begin-title = Que voulez-vous apporter ?
begin-lead = Chaque formulaire s’enregistre à tout moment et se termine en quelques minutes.
begin-seeks = Ou dites d’un coup ce que votre service recherche et offre, et voyez aussitôt qui cela concerne
field-label = Titre
field-description = Description
field-addresses = Thèmes
field-about = Thèmes
field-stage = Où en est-elle
field-targetGroup = Publics
field-outcome = Résultats
field-evidenceGrade = Comment les résultats sont-ils connus
field-transferCondition = Ce qu’il faudrait ailleurs
field-cost = Coût
field-startDate = Depuis
field-endDate = Jusqu’à
field-partOfProgramme = Fait partie du programme
field-altLabel = Autres noms
field-seeAlso = Pages à consulter
field-programmeType = Nature
field-country = Pays
field-region = Région
field-operatedBy = Conduit par
field-practisedBy = Appliquée par
field-budget = Budget
field-budget-amount = Montant
field-budget-currency = Monnaie
field-budget-period = Période
field-replaces = Remplace
field-isReplacedBy = Remplacé par
field-source = Source
field-kind = De quoi s’agit-il
field-certainty = Degré de certitude
field-date = Date
field-exchangeType = Forme
field-member = Services participants
field-corrects = Ce qui n’est pas juste
field-confidence = Fiabilité de la source
field-practice-description = Ce qui a été fait
field-statement-description = En une phrase ou deux
field-offer-description = Ce que vous offrez
field-need-description = Ce que vous recherchez
field-offer-endDate = Dernier jour de validité
field-need-endDate = Dernier jour de validité
field-exchange-startDate = Date, ou début
field-exchange-endDate = Fin
field-exchange-source = Où cela est attesté
field-correction-description = Ce qui est juste
field-help-label = Le nom par lequel d’autres le reconnaîtront.
field-help-practice-description = Pour qui, avec quels moyens, et ce qui a changé. Un court paragraphe suffit.
field-help-offer-description = Par exemple : « Une visite de deux jours à notre unité d’expérience usager ».
field-help-need-description = Par exemple : « Comment d’autres services contrôlent l’usage de l’IA dans l’orientation ».
field-help-addresses = Par eux, d’autres vous trouvent. Ils sont proposés d’après votre texte ; cochez ceux qui conviennent.
field-help-about = Par eux, d’autres vous trouvent. Ils sont proposés d’après votre texte ; cochez ceux qui conviennent.
field-help-startDate = Avec la précision que vous avez : 2024, 2024-05 ou 2024-05-31.
field-help-endDate = Avec la précision que vous avez : 2026, 2026-05 ou 2026-05-31.
field-help-date = Avec la précision que vous avez : 2024, 2024-05 ou 2024-05-31.
field-help-statement-date = Si elle n’est pas indiquée, celle d’aujourd’hui. Avec la précision que vous avez : 2024, 2024-05 ou 2024-05-31.
field-help-offer-endDate = Le lendemain, elle est retirée d’elle-même.
field-help-need-endDate = Le lendemain, elle est retirée d’elle-même.
field-help-altLabel = Un par ligne : sigles, noms d’usage.
field-help-source = Une par ligne : l’adresse d’une page, ou le titre d’un document.
field-help-seeAlso = Une adresse par ligne.
field-help-budget = Tel que la source l’indique, sans conversion.
field-help-member = Deux au moins. Le vôtre s’ajoute de lui-même.
field-help-corrects = Copiez l’adresse de la page de ce site où cela se trouve.
field-help-transferCondition = Base légale, compétences, outils, partenaires : ce sans quoi cela ne marcherait pas.
field-help-certainty = Explicite : votre service le dit lui-même. Déduit : on peut le conclure d’un document.
trouble-stale = Quelqu’un l’a modifié entre-temps
trouble-words-stale = Rien n’est enregistré et rien n’est perdu : votre texte est dans le formulaire ci-dessous. Si vous enregistrez, il remplace la version actuelle.
trouble-kept = Voici ce que dit la version actuelle là où elle diffère de votre texte :
trouble-closed = Il ne peut pas être modifié en ce moment
trouble-words-closed = Son état a changé entre-temps. Votre texte est ci-dessous : copiez ce que vous voulez garder.
trouble-step-stale = Quelqu’un l’a modifié entre-temps
trouble-words-step-stale = Rien n’a été fait. Voici la version actuelle : relisez-la avant de continuer.
trouble-not-now = Ce n’est plus possible
trouble-words-not-now = Son état a changé entre-temps ; rien n’a été fait. Voici ce qui est possible maintenant.
trouble-invalid = Il ne peut pas être publié ainsi
trouble-words-invalid = Depuis qu’il a été soumis, quelque chose ne convient plus. Renvoyez-le avec ces remarques.
trouble-reasons = Il manque les motifs
trouble-words-reasons = Dites ce qui est à modifier, en 5 000 caractères au plus.
steps-title = Et maintenant
step-review = Prendre en relecture
step-publish = Publier
step-return = Renvoyer avec des motifs
step-retire = Retirer de la publication
step-erase = Supprimer
step-words-review = Vous l’examinez ; d’ici votre décision, le texte ne change pas.
step-words-publish = L’apport devient visible par tous, avec son service pour source.
step-words-return = L’apport revient à ses auteurs, qui lisent vos motifs.
step-words-retire = Il disparaît aussitôt des listes, de la recherche et des flux. Son identifiant demeure et dit seulement qu’il a été retiré.
step-words-erase = Toutes ses versions sont effacées. Cela ne peut pas être annulé.
step-reasons = Ce qui est à modifier
versions-title = Versions
versions-only = Il n’y a rien à comparer : une seule version est choisie.
versions-differences = Différences
versions-live = publiée
versions-from = De la version
versions-to = à la version
versions-compare = Comparer
versions-nothing = rien
versions-same = Les deux versions disent la même chose.
versions-field = Champ
seeks-title = Ce que votre service recherche et offre
seeks-lead = Dites-le en quelques mots, et voyez aussitôt qui peut vous aider, qui vous pouvez aider et avec qui l’échange irait dans les deux sens.
seeks-no-member = Votre clé n’est rattachée à aucun service : vous pouvez essayer, mais rien n’est enregistré.
seeks-need = Nous recherchons
seeks-offer = Nous offrons
seeks-need-words = Ce que vous voudriez apprendre, en vos mots
seeks-offer-words = Ce que vous pourriez montrer, en vos mots
seeks-unread = Aucun thème connu dans ces mots : choisissez-en un dans la liste.
seeks-look = Voir qui cela concerne
seeks-save = Enregistrer comme brouillons
seeks-empty = Rien n’est dit encore : écrivez ce que vous recherchez ou offrez, ou choisissez un thème.
seeks-before = Avant la publication
seeks-after = Une fois publié
seeks-declared = Ce que votre service a déclaré
meeting-helps-me = Peuvent vous aider
meeting-i-help = Que vous pourriez aider
meeting-mutual = Dans les deux sens
meeting-say-need = Dites aussi ce que vous recherchez.
meeting-say-offer = Dites aussi ce que vous offrez.
meeting-say-both = Dites ce que vous recherchez et ce que vous offrez.
meeting-before-words = Calculé sur ce que vous venez de saisir et sur vos déclarations qui ne sont pas encore publiques. Le reste de ce que l’on sait de votre service ne compte pas ici, et personne d’autre ne voit cette page.
meeting-after-words = Calculé sur tout ce qui est public de votre service, déclarations publiées comprises. C’est ce que tout le monde voit.
meeting-all = Tous, avec les éléments à l’appui
meeting-nobody = Aucun service connu, pour l’instant. Cela ne veut pas dire qu’il n’y en a pas.
error-title-forbidden = Cela ne vous est pas ouvert
error-words-forbidden = Votre clé ne permet pas cela, ou le formulaire ne venait pas d’une page de ce site.
error-title-conflict = Ce n’est plus possible
error-words-conflict = L’état de cet apport a changé entre-temps. Rien n’a été fait.

## Import d’enquêtes
desk-nav-surveys = Enquêtes
imports-title = Import d’enquêtes
imports-lead = Un tableau de réponses, une ligne par service et une colonne par question, devient des déclarations que chacun peut trouver, comparer et citer. Rien n’est publié avant la dernière étape.
imports-new = Envoyer un tableau
imports-file = Tableau des réponses
imports-file-help = CSV en UTF-8, XLSX ou ODS, 8 Mo au plus ; la première ligne contient les intitulés.
imports-mapping = Correspondance, si vous en avez une
imports-mapping-help = Le fichier qui dit ce que signifie chaque colonne, issu d’un import précédent. Sans lui, la page suivante montre les colonnes et vous l’y indiquez.
imports-send = Lire le tableau
imports-kept = Le fichier lui-même n’est pas conservé : il dit qui a répondu quoi. Pendant que vous expliquez ses colonnes, il reste en mémoire, pour vous seul, deux heures au plus.
imports-open = En cours
imports-open-none = Aucun import n’est en cours.
imports-published = Publiés
imports-published-none = Aucun import n’a encore été publié.
import-steps = Étapes de l’import
import-step-check = 1. Vérifier
import-step-code = 2. Coder
import-step-publish = 3. Publier
import-trouble = Cela n’a pas pu être fait
import-summary = Ce qui a été lu
import-file = Fichier
import-came = Reçu
import-rows = Lignes remplies
import-respondents = Membres ayant répondu
import-errors = Cellules écartées
import-warnings = Cellules à regarder
import-to-coding = Coder les réponses
import-to-publish = Publier
import-mapping = Télécharger la correspondance, pour l’envoyer avec un autre tableau
import-faults = Cellules erronées ou douteuses
import-faults-words = Corrigez-les dans votre tableau et renvoyez-le, ou publiez sans les cellules en erreur. Un avertissement n’écarte rien.
import-faults-caption = Anomalies par ligne et par colonne
import-faults-count = { $count ->
    [one] { $count } cellule
   *[other] { $count } cellules
}
import-faults-csv = Toutes les anomalies en CSV
import-no-faults = Toutes les cellules se lisent.
import-published = Publié le { $date }.
import-members = { $count ->
    [one] { $count } membre a répondu
   *[other] { $count } membres ont répondu
}
import-left-uncoded = { $count ->
    [one] { $count } affirmation laissée de côté, sans thème
   *[other] { $count } affirmations laissées de côté, sans thème
}
import-left-faulty = { $count ->
    [one] { $count } cellule laissée de côté pour son erreur
   *[other] { $count } cellules laissées de côté pour leurs erreurs
}
import-words-gone = Les mots des répondants ne sont plus conservés ici ; des anomalies, seulement leur emplacement.
import-public = Page de l’enquête
fault-row = Ligne
fault-column = Colonne
fault-severity = Gravité
fault-value = Contenu
fault-why = Pourquoi
fault-suggestion = Suggestion
fault-anonymous = non conservée : anonyme
severity-error = Erreur
severity-warning = Avertissement
filter-severity = Gravité
filter-fault = Motif
filter-column = Colonne
filter-state = Affirmations
trouble-no-file = Choisissez d’abord le fichier des réponses.
trouble-mapping = La correspondance ne peut pas être utilisée. Le détail, tel que le programme l’énonce :
trouble-large = Le fichier est trop volumineux. Le détail, tel que le programme l’énonce :
trouble-unreadable = Le fichier ne se lit ni comme CSV, ni comme XLSX, ni comme ODS. Le détail, tel que le programme l’énonce :
trouble-no-sheet = Le classeur n’a pas de feuille portant le nom indiqué dans la correspondance. Ses feuilles sont :
trouble-empty = La feuille est vide : sa première ligne devrait contenir les intitulés.
trouble-no-column = La correspondance nomme des colonnes absentes du tableau. Elles sont omises ci-dessous ; complétez ce qui manque :
trouble-column-twice = Deux colonnes du tableau portent ce nom. Renommez l’une d’elles dans le tableau :
trouble-gone = Le fichier n’est plus en mémoire : il a été envoyé il y a plus de deux heures, ou le service a redémarré. Choisissez-le de nouveau ; ce que vous avez saisi est toujours là.
columns-title = Ce que signifient les colonnes
columns-lead = Indiquez pour chaque colonne si elle nomme le membre, répond à une question ou est ignorée. Ce qui est proposé est déduit du contenu.
columns-survey = L’enquête
columns-columns = Les colonnes
columns-words = Plusieurs colonnes peuvent répondre à la même question : donnez-leur le même numéro ; ce que vous dites de la première vaut pour toutes.
columns-id = Nom court
columns-id-help = Il entre dans des adresses permanentes : minuscules sans accent, chiffres et traits d’union, par exemple 2023.
columns-date = Date des réponses
columns-date-help = Aussi précise que connue : 2023, 2023-05 ou 2023-05-12.
columns-title-of-survey = Titre de l’enquête, en trois langues
columns-title-of-question = titre de la question, en trois langues
columns-publish-words = Les répondants ont accepté que leurs mots soient publiés
columns-synthetic = Personne n’a répondu : les réponses sont inventées, pour un essai (le nom court commence alors par synthetic-)
columns-meaning = Cette colonne
columns-meaning-ignored = est ignorée
columns-meaning-member = nomme le membre
columns-meaning-question = répond à une question
columns-number = Numéro de la question
columns-number-help = Par exemple 3 ou 3b.
columns-kind = Ce qu’énonce une réponse
columns-values = Forme des réponses
columns-values-free = en phrases
columns-values-list = en liste
columns-values-choice = par choix
columns-choose = À choisir
columns-anonymous = Anonyme : nul ne doit savoir qui a répondu quoi
columns-required = La réponse était obligatoire
columns-choices = Les choix, et les thèmes dont chacun relève
columns-choices-help = Saisissez le nom d’un thème, ou de plusieurs séparés par un point-virgule. Un choix sans thème ne devient pas une déclaration.
columns-more = Plus sur cette colonne
columns-separators = Entre les réponses d’une liste
columns-separators-help = Des signes séparés par des espaces ; \n vaut un saut de ligne. À défaut : ; et \n
columns-longest = Réponse la plus longue
columns-longest-help = En caractères ; à défaut, 2000.
columns-filled = { $count ->
    [one] { $count } cellule remplie. Par exemple :
   *[other] { $count } cellules remplies. Par exemple :
}
columns-sheets = Feuilles du classeur :
columns-other-file = Un autre fichier, si le tableau a été corrigé
columns-try = Vérifier le tableau
columns-wrong = À compléter ou à corriger
columns-explain-choices = Les choix trouvés figurent ci-dessous : indiquez les thèmes dont chacun relève.
lack-id = Des minuscules sans accent, des chiffres et des traits d’union sont attendus.
lack-synthetic = Le nom court commence par synthetic- si les réponses sont inventées, et seulement alors.
lack-date = La date manque.
lack-title = Le titre est attendu en français, en anglais et en espagnol.
lack-member = Aucune colonne ne nomme le membre.
lack-members = Une seule colonne peut nommer le membre.
lack-question = Aucune colonne ne répond à une question.
lack-number = Le numéro de la question manque.
lack-kind = Indiquez ce qu’énonce une réponse.
lack-longest = Un nombre est attendu.
lack-choices = La colonne contient trop de valeurs différentes pour être des choix.
lack-theme = « { $name } » n’est pas le nom d’un thème.
coding-title = Coder les réponses
coding-done = { $done } affirmations sur { $all } sont réglées.
coding-count = { $count ->
    [one] { $count } affirmation
   *[other] { $count } affirmations
}
coding-todo = À régler
coding-all = Toutes
coding-certain = Certaines par règle
coding-coded = Codées à la relecture
coding-uncoded = Laissées sans thème
coding-suggested = Thèmes suggérés
coding-open = Rien de suggéré
coding-all-done = Toutes les affirmations sont réglées.
coding-none = Aucune affirmation n’est dans ce cas.
coding-wrong = Certains choix se contredisent. Rien n’a été enregistré ; tout ce que vous avez coché est encore là.
coding-stale = Quelqu’un d’autre a enregistré entre-temps. Tout ce que vous avez coché est encore là, par-dessus ce qui vaut désormais : vérifiez et enregistrez de nouveau.
coding-both = Un thème ou aucun thème : les deux sont cochés.
coding-no-suggestion = Rien n’est suggéré.
coding-other = Autre thème
coding-leave = Laisser sans thème
coding-anonymous = Réponse anonyme
coding-score = probable à { $score }
coding-because-choice = la correspondance le dit
coding-because-label = « { $words } » est un nom du thème : { $label }
coding-because-precedent = une déclaration en termes proches en relève ({ $part } de ressemblance)
coding-save = Enregistrer et continuer
coding-save-words = Toute la page à la fois. Ce qui n’est pas coché reste ouvert.
coding-keys = Touches
coding-keys-words = Elles agissent quand une affirmation a le focus, pas pendant la saisie.
coding-key-move = affirmation suivante, précédente
coding-key-accept = accepter ce qui est coché, ou la première suggestion, et continuer
coding-key-tick = cocher ou décocher le thème qui porte ce numéro
coding-key-other = saisir un autre thème ; Échap pour revenir
coding-key-uncoded = laisser sans thème et continuer
coding-key-back = reprendre : d’abord ce que vous venez de changer, puis ce qui était décidé
publish-title = Publier
publish-lead = Tout ou rien, en un seul graphe. Ce qui est publié peut dès lors être cité ; seule l’administration peut le retirer.
publish-done = C’est publié : voir ce qu’il en est advenu
publish-what = Ce qui sera publié
publish-survey = Enquête
publish-date = Date des réponses
publish-statements = Déclarations
publish-respondents = Membres ayant répondu
publish-words = Mots des répondants
publish-words-yes = publiés avec les déclarations, comme ils l’ont accepté
publish-words-no = non publiés : les déclarations ne nomment que les thèmes
publish-unnamed = Dont sans nom, de colonnes anonymes
publish-left = Ce qui sera laissé de côté
publish-left-none = Rien : toutes les cellules se lisent et toutes les affirmations sont réglées.
publish-left-faulty = { $count ->
    [one] { $count } cellule en erreur
   *[other] { $count } cellules en erreur
}
publish-left-undecided = { $count ->
    [one] { $count } affirmation que personne n’a réglée
   *[other] { $count } affirmations que personne n’a réglées
}
publish-left-uncoded = { $count ->
    [one] { $count } affirmation laissée sans thème
   *[other] { $count } affirmations laissées sans thème
}
publish-accept = Publier sans ce qui est énuméré ici
publish-words-gone = Une fois l’enquête publiée, les mots des répondants et vos décisions sont effacés ici.
publish-synthetic = Des déclarations inventées comptent comme les autres : ne les publiez que sur un service d’essai.
publish-do = Publier l’enquête
publish-not = Pas encore
publish-incomplete = Quelque chose serait laissé de côté. Confirmez que c’est voulu, ou réglez-le d’abord.
publish-nothing = Aucune affirmation n’a de thème : il n’y a rien à publier.
publish-stale = L’import a changé depuis l’affichage de cette page. Regardez-le de nouveau.
publish-taken = Une enquête de ce nom court est déjà publiée, à partir d’un autre fichier. L’administration peut la retirer ; ou donnez un autre nom à celle-ci.
said-imported = Le tableau a été lu. Rien n’est encore publié.
said-known = Ce tableau avec cette correspondance est déjà connu : voici où il en est.
said-coded = Enregistré.
said-nothing-coded = Rien n’était coché ; rien n’a donc changé.
said-wave-published = L’enquête est publiée.
said-discarded = Import abandonné, avec tout ce qui avait été lu du tableau.
discard-title = Abandonner cet import
discard-words = Tout ce qui a été lu du tableau, et tout ce qui a été décidé à son sujet, est effacé. Rien n’en est encore public. Le tableau peut être envoyé de nouveau.
discard-do = Abandonner l’import
discard-not = Le garder
error-title-too-large = L’envoi est trop volumineux
error-words-too-large = Un tableau de réponses peut atteindre 8 Mo. Rien n’a été enregistré.
