# Las palabras de la interfaz en español. Cada clave está también en fr.ftl y en.ftl.

## Marco
skip = Ir al contenido
unknown = no se conoce
not-applicable = no procede
and = y
and-more = y { $count } más
nav-main = Navegación principal
nav-languages = Idioma
nav-crumbs = Está aquí
nav-footer = Sobre el sitio
nav-members = Miembros
nav-themes = Temas
nav-programmes = Programas
nav-practices = Prácticas
nav-topics = Intercambio
nav-surveys = Encuestas
nav-about = Acerca de
nav-method = Cómo se emparejan
nav-accessibility = Accesibilidad
nav-api = API para desarrolladores
nav-dataset = Descripción de los datos
footer-source = Contenido: el informe de la encuesta de 2022 de la AMSPE, redactado con palabras del proyecto y citado línea por línea, y fuentes públicas posteriores, cada una con su fecha.
footer-licence = Datos bajo licencia CC BY 4.0. Código bajo licencia MIT o Apache 2.0.
data-title = Esta página como datos
data-identifier = Identificador permanente
pager-title = Páginas de esta lista
pager-previous = Página anterior
pager-next = Página siguiente
pager-place = Página { $page } de { $last }
list-cut = De { $total } entradas se muestran las { $shown } primeras. Los filtros acotan una lista; la API la da entera.
retired = Esta ficha se ha retirado. Permanece aquí para que quien la cita siga llegando a algún sitio; más abajo se indica qué la sustituyó.

## Recuentos
count-statements = { $count ->
    [one] { $count } declaración
   *[other] { $count } declaraciones
}
count-members = { $count ->
    [one] { $count } miembro
   *[other] { $count } miembros
}
count-programmes = { $count ->
    [one] { $count } programa
   *[other] { $count } programas
}
count-practices = { $count ->
    [one] { $count } práctica
   *[other] { $count } prácticas
}
count-topics = { $count ->
    [one] { $count } tema de intercambio
   *[other] { $count } temas de intercambio
}
count-expectations = { $count ->
    [one] { $count } expectativa
   *[other] { $count } expectativas
}
count-facts = { $count ->
    [one] { $count } hecho público
   *[other] { $count } hechos públicos
}
count-needs = { $count ->
    [one] { $count } necesidad
   *[other] { $count } necesidades
}
count-offers = { $count ->
    [one] { $count } oferta
   *[other] { $count } ofertas
}
statements-all = Las { $count } declaraciones
practices-all = Las { $count } prácticas

## Listas y filtros
filter-apply = Aplicar
filter-clear = Quitar los filtros
filter-any = Cualquiera
filter-written = Su identificador
filter-region = Región
filter-country = País
filter-language = Idioma de trabajo
filter-theme = Tema
filter-type = Tipo
filter-target_group = Colectivo
filter-kind = Clase
filter-year = Año
filter-question = Pregunta
filter-member = Miembro
filter-certainty = Certeza
filter-level = Nivel de detalle

## Inicio
home-title = Lo que los servicios públicos de empleo afrontan, prueban y aprenden
home-lead = Encuentre los servicios que afrontan los mismos retos que el suyo, vea por qué se parecen y con qué grado de certeza, y vuelva, en cada afirmación, a la línea de la fuente.
home-find-member = Encontrar mi servicio
home-how = Cómo funciona
home-count-members = { $count ->
    [one] servicio
   *[other] servicios
}
home-count-statements = { $count ->
    [one] declaración, con su fuente
   *[other] declaraciones, cada una con su fuente
}
home-count-themes = { $count ->
    [one] tema
   *[other] temas
}
home-count-programmes = { $count ->
    [one] programa
   *[other] programas
}
home-themes = Empezar por un tema
home-themes-words = Tres familias, de la acción sobre el mercado de trabajo al propio funcionamiento del servicio. Cada tema muestra quién lo necesita, quién tiene algo que ofrecer y qué se ha probado.
home-members = Empezar por un servicio
home-members-words = Los servicios que respondieron a la encuesta de 2022 de la asociación. Algunos no se citan en ninguna parte de su informe: su página lo dice, sin suponer nada.
home-reading = Cómo leer los signos
home-reading-words = Cada afirmación indica con qué certeza la hace su fuente, y cada emparejamiento, hasta dónde se puede confiar en él. Lo que nadie ha mencionado es desconocido; nunca se toma por un «no».
home-newest = Lo último de fuentes públicas
home-newest-words = Lo que se ha sabido después de la encuesta, por páginas públicas. Aparte del informe, cada dato con su fecha y su fuente.

## Búsqueda
search-label = Buscar
search-placeholder = Temas, programas, servicios…
search-submit = Buscar
search-suggestions = Sugerencias
search-eyebrow = Búsqueda
search-title = Búsqueda
search-question = «{ $question }»
search-lead = Unas pocas palabras en francés, inglés o español encuentran lo que se dice en cualquiera de las tres lenguas. No importan los acentos, las terminaciones ni las erratas.
search-count = { $count ->
    [one] { $count } resultado
   *[other] { $count } resultados
}
search-corrected = Nada aquí dice «{ $word }». Se muestra lo que dice «{ $for }».
search-understood = Entendido como tema. Su página dice quién lo necesita y quién ofrece algo al respecto:
search-via = Tema:
search-narrow = Acotar
search-chosen = Solo:
search-remove = (quitar)
search-nothing = Ningún resultado
search-nothing-facets = Buscar de nuevo sin los filtros elegidos
search-nothing-spelling = Revise la ortografía.
search-nothing-fewer = Pruebe con menos palabras o con otras más generales.
search-nothing-other = Use las palabras de su servicio, en cualquiera de las tres lenguas.
search-meant = Quizá busca:
search-domains = Empezar por un tema

## Signos
certainty-explicit = Explícito
certainty-inferred = Deducido
certainty-illustrativeList = En una lista de ejemplos
certainty-words-explicit = La fuente lo dice expresamente.
certainty-words-inferred = El lector tiene que concluirlo.
certainty-words-illustrativeList = El servicio figura entre ejemplos; otros pueden estar en el mismo caso.
confidence-high = Confianza alta
confidence-medium = Confianza media
confidence-low = Confianza baja
confidence-insufficient = Indicios insuficientes
confidence-words-high = Bien respaldado.
confidence-words-medium = Merece una conversación.
confidence-words-low = Una pista por comprobar, no una conclusión.
confidence-words-insufficient = Se sabe demasiado poco para pronunciarse.
facet-need = Necesidades
facet-offer = Ofertas
facet-words-need = Retos, prioridades y temas de los que desea oír hablar.
facet-words-offer = Logros, prácticas y temas de los que podría hablar.
kind-achievement = Logro
kind-priority = Prioridad
kind-challenge = Reto
kind-lever = Palanca
kind-practiceMention = Práctica
kind-topicSought = Tema buscado
kind-topicOffered = Tema ofrecido
kind-expectation = Expectativa
kind-targetGroupMention = Colectivo
kinds-challenge = Retos
kinds-priority = Prioridades
kinds-topicSought = Temas buscados
kinds-achievement = Logros
kinds-practiceMention = Prácticas
kinds-topicOffered = Temas ofrecidos

## Clases de cosas
kind-of-thing-member = Servicio miembro
kind-of-thing-country = País
kind-of-thing-region = Región
kind-of-thing-body = Organismo
kind-of-thing-programme = Programa
kind-of-thing-practice = Práctica
kind-of-thing-theme = Tema
kind-of-thing-target-group = Colectivo
kind-of-thing-lever = Palanca
kind-of-thing-programme-type = Tipo de programa
kind-of-thing-expectation-kind = Clase de expectativa
kind-of-thing-topic = Tema de intercambio
kind-of-thing-expectation = Expectativa ante la red
kind-of-thing-survey = Encuesta
kind-of-thing-question = Pregunta de encuesta
kind-of-thing-statement = Declaración
kind-of-thing-fact = Hecho
kind-of-thing-finding = Cifra
kind-of-thing-exchange = Intercambio entre pares
kind-of-thing-ranked-theme = Puesto de un tema en el informe
kind-of-thing-contribution = Aportación
kind-of-thing-chart = Pie de gráfico
kind-of-thing-footnote = Nota al pie
kind-of-thing-example = Consulta de ejemplo

## Propiedades
property-country = País
property-region = Región
property-inRegion = Región
property-iso2 = Código ISO de dos letras
property-iso3 = Código ISO de tres letras
property-workingLanguage = Idiomas de trabajo
property-respondedTo = Respondió a
property-altLabel = Otros nombres
property-nameStatus = Nombre
property-related = Temas relacionados
property-closeMatch = En otros vocabularios
property-programmeType = Tipo
property-operatedBy = Gestionado por
property-practisedBy = Practicado por
property-description = Descripción
property-addresses = Temas
property-targetGroup = Colectivos
property-startDate = Desde
property-endDate = Hasta
property-budget = Presupuesto
property-cost = Coste
property-outcome = Resultado
property-evidenceGrade = Prueba del resultado
property-transferCondition = Condiciones para adoptarla
property-stage = Fase
property-replaces = Sustituye a
property-isReplacedBy = Sustituido por
property-partOfProgramme = Forma parte de
property-seeAlso = Véase también
property-source = Fuente
property-date = Fecha
property-locator = Lugar en la fuente
property-sourceLine = Línea
property-survey = Encuesta
property-question = Pregunta
property-raisedBy = Planteado por
property-expectationKind = Clase
property-member = Miembro
property-about = Trata de
property-derivedFrom = Tomado de
property-corrects = Corrige
property-attributedTo = Aportado por
property-conflictsWith = En conflicto con
property-value = Cifra
property-period = Periodo
property-confidence = Confianza
property-certainty = Certeza
property-printedForm = Tal como está impreso
property-note = Nota
property-number = Número
property-rank = Puesto
property-broader = Más amplio
property-narrower = Más específico
property-exchangeType = Forma
property-theme = Tema
property-title = Informe
stage-collected = Recogida: descrita, aún sin evaluar
stage-promising = Prometedora
stage-good = Buena práctica
stage-discontinued = Abandonada
grade-none = Ninguna prueba conocida
grade-selfReported = Comunicado por el propio servicio
grade-monitored = Seguido con cifras
grade-evaluated = Evaluado
name-status-named = Nombrado por una fuente
name-status-labelledByCountry = Designado por su país, pues ninguna fuente da su propio nombre
exchange-studyVisit = Visita de estudio
exchange-workshop = Taller
exchange-twinning = Hermanamiento
currency-dollars = dólares
unit-percent = por ciento
unit-people = personas
unit-years = años
unit-months = meses
unit-countries = países
unit-services = servicios
unit-members = miembros
unit-themes = temas
unit-answers = respuestas
unit-participants = participantes
unit-levers = palancas
unit-questions = preguntas
figure-of = de { $base }
period-since = desde { $start }
period-until = hasta { $end }
period-unknown = no se conocen las fechas

## Miembros
members-eyebrow = La red
members-title = Servicios miembros
members-lead = Todos los servicios que respondieron a la encuesta, por región, con las necesidades y ofertas que las fuentes les atribuyen.
member-description = { $member }: necesidades, ofertas, pares con sus razones y { $statements } declaraciones con su fuente.
member-profile = Lo que se sabe
member-profile-words = Los temas que alguna fuente asocia con este servicio. Un tema que aquí falta es desconocido, no ausente.
member-side-unknown = Ninguna fuente menciona nada. Eso no dice nada del servicio.
member-silent = No se conoce ninguna declaración de este servicio.
member-silent-words = Respondió a la encuesta, pero el informe no lo cita en ninguna parte. Eso no dice nada de sus necesidades ni de lo que podría ofrecer; por eso no se muestra nada ni se supone nada.
member-silent-short = ninguna declaración conocida
member-programmes = Programas en su país
member-statements = Las declaraciones y su fuente
member-statements-words = En el orden del informe, bajo la pregunta a la que responden. Cada una tiene su página, que se puede citar.

## Pares
peers-title = Con quién hablar
peers-modes = Qué pares buscar
mode-similar = Parecidos
mode-helps-me = Pueden ayudar
mode-i-help = Pueden recibir ayuda
mode-mutual = En ambos sentidos
mode-words-similar = Servicios de los que se dice lo mismo: necesidades parecidas, ofertas parecidas. Un tema que pocos mencionan cuenta más que uno que mencionan todos.
mode-words-helps-me = Servicios que ofrecen lo que este necesita.
mode-words-i-help = Servicios que necesitan lo que este ofrece.
mode-words-mutual = Servicios con los que un intercambio serviría a ambos.
peers-other-regions = Solo de otras regiones
peers-table = Los pares por orden
peers-rank = Puesto
peers-peer = Servicio
peers-score = Puntuación
peers-confidence = Confianza
peers-tied = empatado
peers-score-words = puntuación { $score }
peers-helps-me = ayuda a este servicio: { $part }
peers-i-help = recibe ayuda de él: { $part }
peers-shared = Lo que comparten; las partes suman la puntuación
peers-side = Lado
peers-part = Parte de la puntuación
shared-need = necesidad común
shared-offer = oferta común
shared-need-offer = necesidad aquí, oferta allí
shared-offer-need = oferta aquí, necesidad allí
peers-why = Ver las declaraciones que lo sustentan
peers-mine = Este servicio
peers-theirs = El par
peers-only-mine = Solo lo menciona este servicio
peers-only-theirs = Solo lo menciona el par
peers-query = Ejecutar la consulta SPARQL que reúne estos indicios
peers-ending = Se muestran { $shown } de { $sufficient } servicios con bastante en común.
peers-ending-or-more = Se muestran { $shown } servicios; { $sufficient } o más tienen bastante en común.
peers-more = Ver más
peers-too-little = { $count ->
    [one] Otro comparte algo, pero demasiado poco para nombrarlo.
   *[other] Otros { $count } comparten algo, pero demasiado poco para nombrarlos.
}
network-title = Pares de { $member }
network-caption = Cuanto más cerca y más grande, más en común. Trazo grueso: confianza alta; trazo simple: media; discontinuo: baja.
recommendations-title = Merece la pena verlo
country-description = { $country }: su servicio de empleo, sus programas y lo que dicen fuentes públicas.
country-no-member = Ningún servicio de este país respondió a la encuesta.
facts-title = Hechos y cifras
facts-words = Del informe y de fuentes públicas posteriores, cada uno con su fecha y el grado de confianza que merece.
region-lead = Una región de la asociación. Sus regiones son las suyas, no las de las Naciones Unidas.
region-description = { $region }: servicios miembros, lo que más mencionan y programas.
region-themes = Lo que más mencionan sus miembros
region-sample = Contado a partir de las declaraciones. { $mentioned ->
    [one] De { $respondents } miembros que respondieron a la encuesta, uno se cita por su nombre al menos una vez.
   *[other] De { $respondents } miembros que respondieron a la encuesta, { $mentioned } se citan por su nombre al menos una vez.
} La muestra es pequeña.
region-silent = Ninguna declaración cita a un miembro de esta región. No se conoce lo que afrontan sus miembros.
region-table = Temas según el número de miembros que los mencionan
region-statements = Dicho de la región en su conjunto
column-members = Miembros
column-statements = Declaraciones
column-named = Miembros citados

## Temas
themes-eyebrow = El vocabulario
themes-title = Temas
themes-lead = Los temas que ordenan declaraciones, programas, prácticas y temas de intercambio: tres familias, sus ámbitos y los temas de cada uno.
themes-whole-domain = Todo el ámbito
theme-narrower = Temas más específicos
theme-members = Quién lo necesita, quién tiene algo que ofrecer
theme-members-words = Los miembros que una fuente asocia con este tema o con uno más específico. Otros pueden estar en el mismo caso sin ser citados.
theme-side-need = Lo necesitan
theme-side-offer = Tienen una oferta
theme-side-unknown = Ninguna fuente nombra a nadie.
theme-unnamed = { $count ->
    [one] Una declaración habla de servicios sin nombrarlos.
   *[other] { $count } declaraciones hablan de servicios sin nombrarlos.
}
theme-topics = Temas de los que los miembros quieren hablar
theme-expectations = Expectativas ante la red
theme-statements = Declaraciones

## Programas y prácticas
programmes-eyebrow = Lo que ponen en marcha los Estados y los servicios
programmes-title = Programas
programmes-lead = Programas, planes, estrategias, leyes, plataformas y redes que cita el informe o una fuente posterior.
programme-statements = Dónde lo menciona el informe
practices-eyebrow = Lo que otros podrían adoptar
practices-title = Prácticas
practices-lead = Cosas concretas que hace un servicio y que otro podría adaptar. Son tal como las describen las fuentes; pocas se han evaluado, y cada página lo dice.
practice-adapting = Antes de adoptarla
practice-adapting-words = Lo que se sabe de los resultados, el coste y las condiciones. Lo que ninguna fuente dice se muestra como no conocido.
practice-similar = Sobre los mismos temas
succession-title = Qué sustituyó a qué
succession-words = Hasta donde dicen las fuentes. Hay fecha donde se conoce.
succession-picture = Lo más antiguo arriba, con una flecha hacia lo que lo sustituyó
succession-table = Las sustituciones
succession-older = Antes
succession-newer = Sustituido por
succession-when = Cuándo
compare-eyebrow = Lado a lado
compare-title = Comparar programas y prácticas
compare-lead = Elija de dos a cuatro. Lo que ninguna fuente dice se muestra como no conocido, para que una laguna no se tome por un «no».
compare-with = Comparar con otros
compare-place = Ficha { $place }
compare-none = Ninguna
compare-do = Comparar
compare-one = Elija al menos otra para comparar.
compare-caption = Las fichas elegidas, lado a lado
compare-item = Ficha
compare-evidence = Lo que la sustenta
compare-csv = Descargar en CSV

## Temas de intercambio y expectativas
topics-eyebrow = De qué quieren hablar los miembros
topics-title = Temas de intercambio
topics-lead = Asuntos que los servicios quisieran compartir con otros. El informe casi nunca nombra a quien los plantea; nosotros tampoco.
topics-to-expectations = Lo que los miembros esperan de la red
topic-raised-by-nobody = : la fuente no dice quién lo planteó.
topic-offering = Quién podría hablar de ello
topic-offering-words = Los miembros de los que una fuente recoge un logro, una práctica o una oferta en estos temas.
topic-practices = Prácticas sobre estos temas
topic-others = Temas cercanos
expectations-eyebrow = Lo que los miembros piden a la red
expectations-title = Expectativas
expectations-lead = Lo que los servicios esperan de la asociación: intercambio, apoyo técnico, financiación, eventos, información. El informe no dice quién lo pide.

## Encuestas, declaraciones, hechos
surveys-eyebrow = Los indicios
surveys-title = Encuestas
surveys-lead = De dónde vienen las declaraciones: las encuestas de la asociación, pregunta por pregunta.
surveys-to-statements = Todas las declaraciones
survey-lead = Leída línea por línea y redactada con palabras del proyecto. Lo que el informe dejó en el anonimato sigue en él.
survey-thanked = Servicios en la lista de agradecimientos
survey-empty = De esta encuesta solo se conoce aquí su existencia; ninguna de sus respuestas.
survey-questions = Preguntas
survey-findings = Cifras que da el informe
survey-findings-words = Algunas se contradicen. Quedan lado a lado, cada una con su línea; ninguna se elimina.
recurrence-title = Lo que se repite, pregunta por pregunta
counts-caveat = Contado a partir de las declaraciones, no de los gráficos del informe, cuyos valores se han perdido. La muestra es pequeña y algunas regiones están poco representadas, como advierte el propio informe. Un tema no mencionado es desconocido, no ausente.
counts-csv = Estos recuentos en CSV
level-2 = Ámbitos
level-3 = Temas
heat-title = Ámbitos por región
heat-caption = Miembros que mencionan un ámbito, de los de la región que respondieron
heat-caveat = Cuanto más destaca una casilla, mayor es la parte de los miembros de la región que respondieron. No lea ninguna casilla sin sus números: donde respondieron tres miembros, uno es un tercio. Un guion significa que nadie lo menciona, no que nadie lo afronte.
heat-base = { $mentioned ->
    [one] { $mentioned } citado de { $respondents }
   *[other] { $mentioned } citados de { $respondents }
}
heat-cell = { $members } de { $respondents }
heat-unheard = no mencionado
statements-eyebrow = Afirmación por afirmación
statements-title = Declaraciones
statements-lead = Una afirmación de una fuente sobre un servicio como máximo, con su lugar y la certeza con que se hace.
statement-unnamed = Servicios sin nombrar
statement-unnamed-words = : la fuente no nombra aquí a ningún servicio, y nosotros tampoco.
statement-no-question = Fuera de las preguntas
statement-line = línea { $line }
statement-open = Abrir la declaración
statement-cite = Para citar
statement-own-words = La redacción es del proyecto; recoge lo que la fuente dice en ese lugar, sin citarla literalmente.
fact-conflicts = Otra fuente dice otra cosa
fact-conflicts-words = Las dos permanecen, cada una con su fuente.

## Errores
error-eyebrow = Error
error-home = Página de inicio
error-ways = Adónde ir ahora
error-reference = Referencia para quienes gestionan el servicio:
error-no-such-thing = Nada de esta clase tiene ese nombre: { $kind }.
error-other-kinds = Algo de otra clase sí lo tiene:
error-parameter-value = «{ $value }» no es un valor posible de «{ $name }».
error-parameter-name = Esta página no conoce el parámetro «{ $name }».
error-without-parameters = Mostrar la página sin parámetros
error-title-not-found = Esta página no existe
error-words-not-found = Puede que la dirección esté mal escrita, o que lo que nombra nunca haya estado aquí. Los identificadores de este sitio no cambian.
error-title-invalid-parameter = Esta dirección no se entiende
error-words-invalid-parameter = Una parte de la dirección, después del signo de interrogación, no tiene sentido aquí.
error-title-question-empty = No hay nada que buscar
error-words-question-empty = La pregunta no contiene ninguna palabra. Una palabra tiene al menos dos letras.
error-title-question-long = La pregunta es demasiado larga
error-words-question-long = Bastan 300 caracteres.
error-title-not-acceptable = Aquí solo se dan páginas web
error-words-not-acceptable = Los datos en otros formatos están en las direcciones bajo /data/ y /api/.
error-title-busy = El servicio está ocupado o arrancando
error-words-busy = Vuelva a intentarlo en un momento.
error-title-too-many-requests = Demasiadas peticiones
error-words-too-many-requests = Espere un momento antes de continuar.
error-title-gone = Este contenido fue retirado
error-words-gone = El servicio que lo había aportado lo retiró. Su identificador permanece, para que nada más lleve nunca ese nombre.
error-title-refused = Esta petición no es posible
error-words-refused = El servicio no hace aquí lo que el navegador le ha pedido.
error-title-internal = Algo ha fallado por nuestra parte
error-words-internal = El fallo ha quedado registrado. Puede que baste con volver a intentarlo más tarde.

## Acerca de
about-eyebrow = Sobre el sitio
about-title = Qué es Passerelle
about-lead = Una pasarela entre servicios públicos de empleo: lo que cada uno afronta, prueba y aprende, y quién podría aprender de quién.
about-content = Qué contiene
about-content-1 = Su primer contenido es el informe de la encuesta de 2022 de la Asociación Mundial de los Servicios Públicos de Empleo (AMSPE). Cada una de sus afirmaciones se ha leído dos veces, por separado, y se ha convertido en una declaración: una cosa que la fuente dice en un lugar, de un servicio como máximo.
about-content-2 = Los hechos públicos posteriores, como una ley nueva o el final de un programa, se mantienen aparte del informe. Cada uno lleva su fecha, su fuente y el grado de confianza que merece.
about-content-3 = Las declaraciones se ordenan por temas, de modo que una frase en francés y una pregunta en inglés pueden encontrarse.
about-honesty = Lo que no pretende
about-honesty-1 = Lo que nadie ha mencionado es desconocido. La encuesta pedía casi siempre tres respuestas por pregunta, no un inventario; un servicio que no menciona el teletrabajo bien puede practicarlo.
about-honesty-2 = Las listas de países del informe son a menudo ejemplos. Las declaraciones que proceden de ellas así lo indican.
about-honesty-3 = Los gráficos del informe se han perdido en su texto; solo quedan los pies. No se muestra ninguno de sus valores. Todo recuento que vea es un recuento de declaraciones.
about-honesty-4 = Cuando las fuentes se contradicen, ambas permanecen.
about-anonymous = Lo que sigue en el anonimato
about-anonymous-1 = Donde el informe recoge una respuesta sin nombrar al servicio, no se añade ningún nombre, aunque se pudiera adivinar.
about-anonymous-2 = No se registra a ninguna persona ni ninguna dirección de correo electrónico.
about-data = Reutilización
about-data-1 = Los datos se pueden reutilizar libremente bajo licencia CC BY 4.0. Cada página indica al pie sus datos en varios formatos; el conjunto se puede consultar en SPARQL y mediante una API documentada.
about-data-2 = Cada identificador es permanente: lo que cite hoy se seguirá encontrando.

## Método
method-title = Cómo se emparejan los servicios
method-lead = Por qué se propone un servicio como par de otro, con qué grado de certeza, y qué no significa.
method-profile = El perfil de un servicio
method-profile-1 = Los retos, las prioridades y los temas buscados son las necesidades de un servicio; los logros, las prácticas y los temas ofrecidos son sus ofertas. Los dos lados se mantienen separados: haber logrado algo no es necesitarlo.
method-profile-2 = Una declaración que nombra expresamente al servicio cuenta más que otra que hay que deducir, y esta más que un lugar en una lista de ejemplos. Una misma fuente cuenta una sola vez por tema, por mucho que lo repita.
method-modes = Cuatro preguntas
method-score = La puntuación
method-score-1 = Dos servicios se parecen en la medida en que comparten temas, respecto de todo lo que menciona uno u otro. Un tema que pocos mencionan pesa más que uno que mencionan todos, y un tema preciso más que uno amplio.
method-score-2 = Toda puntuación es la suma de sus partes, una por cada tema compartido. Se detallan en cada par, con las declaraciones de los dos servicios.
method-score-3 = La región, el idioma y el nivel de renta no entran en la puntuación. Son filtros: se pueden pedir solo pares de otras regiones.
method-confidence = El grado de certeza
method-confidence-1 = La confianza depende de cuántos indicios comparten dos servicios. Si son demasiado pocos, el servicio no aparece, y nunca se completa una lista para que parezca llena.
method-confidence-2 = Una confianza baja es una pista por comprobar antes de escribir a un colega. Una confianza media merece una conversación. Una confianza alta está bien respaldada.
method-confidence-3 = Cuando dos servicios empatan comparten puesto, y así se dice.
method-limits = Sus límites
method-limits-1 = La mayoría de los servicios se conocen por unas pocas declaraciones. Con tres menciones, ningún método acierta mucho más que el azar; la página indica cuántas hay.
method-limits-2 = Un emparejamiento dice que las fuentes recogen cosas parecidas. No dice que una práctica vaya a funcionar en otro sitio, ni que un servicio tenga tiempo de responder.
method-limits-3 = Los temas los asignan personas. Si alguno es erróneo, avise al proyecto: cada declaración tiene una dirección que se puede indicar.

## Accesibilidad
accessibility-title = Accesibilidad
accessibility-lead = Las páginas están hechas para que las use cualquiera, en cualquier dispositivo, con o sin tecnología de apoyo.
accessibility-state = Estado
accessibility-state-1 = Las páginas aspiran a cumplir las pautas de accesibilidad para el contenido web (WCAG) 2.2 en el nivel AA.
accessibility-state-2 = Cada tipo de página se comprueba con una herramienta automática en cada idioma, en claro y en oscuro, con el ancho de un teléfono y de un ordenador. Una comprobación automática solo detecta parte de las barreras; todavía no se han hecho pruebas con personas que usan tecnología de apoyo.
accessibility-means = Qué se ha hecho
accessibility-means-1 = Todo funciona con el teclado y sin scripts. Los títulos, las zonas y las tablas están marcados como lo que son.
accessibility-means-2 = Ninguna información depende solo del color: los signos tienen forma y palabras. Cada gráfico tiene sus cifras en una tabla.
accessibility-means-3 = Las palabras en un idioma distinto del de la página se lo indican a los lectores de pantalla. Se han previsto el modo oscuro, el texto ampliado, las ventanas estrechas y la impresión.
accessibility-limits = Límites conocidos
accessibility-limits-1 = La descripción interactiva de la API, en /docs/, es una herramienta de terceros en inglés que necesita scripts. Su contenido está también en /openapi.json.
accessibility-limits-2 = Las tablas anchas se desplazan de lado en pantallas estrechas. Se puede llegar a ellas y desplazarlas con el teclado.

## Fechas e idiomas
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

## Talleres
nav-groups = Talleres
filter-min_size = Miembros, como mínimo
filter-max_size = Miembros, como máximo
groups-eyebrow = Preparar un intercambio
groups-title = Reunir un taller
groups-lead = Elija un tema: la página propone grupos de cinco a ocho servicios en los que unos pueden responder a lo que otros necesitan, de varias regiones si es posible y con una lengua de trabajo común. Se indica lo que una propuesta no cumple.
groups-regions = Solo de estas regiones
groups-include = Añadir un servicio que debe participar
groups-nobody = Ninguno
groups-do = Proponer grupos
groups-included = Deben participar
groups-excluded = Dejados fuera
groups-undo = Quitar de la lista: { $member }
groups-proposals = Propuestas: { $theme }
groups-proposal = Propuesta { $place }
groups-regions-counted = { $count ->
    [one] { $count } región
   *[other] { $count } regiones
}
groups-met = Se cumple:
groups-unmet = No se cumple:
groups-role = Papel
groups-needs-met = Necesidades que cubren los demás
groups-change = Cambiar
groups-asked = solicitado
groups-keep = Mantener
groups-leave = Dejar fuera
groups-keep-words = Mantener en todos los grupos: { $member }
groups-leave-words = Dejar fuera de todos los grupos: { $member }
groups-answered = pueden responder: { $members }
groups-score = De qué se compone la puntuación
groups-parts = Las partes suman la puntuación
groups-part = Lo que cuenta
theme-workshop = Preparar un taller sobre este tema
groups-most = Como máximo

## Página de consultas
nav-query = Consultas SPARQL
query-eyebrow = Para analistas
query-title = Consultar el grafo
query-lead = Todos los datos del sitio en SPARQL 1.1: parta de un ejemplo, modifíquelo, llévese la respuesta en CSV, JSON o Turtle y comparta la consulta por su dirección.
query-text = Consulta SPARQL
query-format = Formato de la respuesta
query-rows = Tabla (SELECT, ASK)
query-graph = Grafo (CONSTRUCT, DESCRIBE)
query-run = Ejecutar
query-as = Esta respuesta como archivo:
query-name-editor = Consulta SPARQL
query-name-answer = Respuesta del servicio
query-name-size = Filas por página
query-name-filter = Filtrar las filas
query-examples = Ejemplos
query-examples-words = Cada ejemplo forma parte del grafo y se ejecuta tal cual.
query-open = Abrir en el editor
query-clients = Desde un programa
query-endpoint = El punto de acceso, para SPARQLWrapper, rdflib, Comunica, R o curl:
query-limits = Una consulta dispone de tiempo y memoria limitados; una respuesta incompleta nunca se da por completa. Los errores indican la línea y la columna.
query-yasgui = El editor es YASGUI, de Triply y Zazuko, con licencia MIT; lo sirve este sitio y no consulta ningún otro.

## En otros sitios
embed-loading = Buscando pares…
embed-failed = No se han podido cargar los pares.
embed-again = Reintentar
embed-because-similar = En común: { $themes }
embed-because-helps-me = Ofrece lo que este servicio necesita: { $themes }
embed-because-i-help = Necesita lo que este servicio ofrece: { $themes }
embed-because-mutual = Puede ayudar y recibir ayuda: { $themes }
embed-more = Todos los pares con sus indicios, en Passerelle

## Canales
follow-news = Seguir las novedades
follow-theme = Seguir este tema
follow-country = Seguir este país
follow-member = Seguir lo que se recomienda a este servicio

## De una oleada a otra
synthetic = sintético
trend-title = De una oleada a otra
trend-picture = { $theme }: miembros que lo mencionan, oleada por oleada
trend-figures = { $theme }: cifras, oleada por oleada
trend-reading = Contorno: miembros que respondieron. Tono claro: miembros de los que se conoce alguna declaración. Tono pleno: miembros que mencionan el tema. Una columna rayada con contorno discontinuo es sintética.
trend-caption = Miembros que mencionan un ámbito, oleada por oleada
trend-caveat = Cada oleada planteó otras preguntas a otros miembros y se leyó de otra manera: una diferencia no es un cambio de opinión. Ninguna cifra se lee sin la de los miembros que respondieron. Un tema no mencionado es desconocido; no es un cero.
trend-synthetic = Nadie respondió a estas oleadas: se inventaron para probar el servicio y no dicen nada de ningún servicio real.
trend-one-wave = Hasta ahora solo se conoce una oleada, { $wave }; la evolución de una a otra aparecerá aquí con la segunda.
trend-members = Lo mencionan
trend-known = Declaración conocida
trend-responded = Respondieron
trend-statements = Declaraciones
survey-lead-sheet = Procede de una hoja de respuestas, una fila por servicio; cada afirmación se asignó a temas. Lo que era anónimo en ella lo sigue siendo.
survey-synthetic = Nadie respondió a esta encuesta. Se inventó para probar el servicio y no dice nada de ningún servicio real.
survey-responded = Miembros que respondieron

## Espacio de trabajo
nav-desk = Espacio de trabajo
desk-description = El espacio de trabajo de los servicios miembros: redactar, seguir y revisar las aportaciones.
desk-nav = Espacio de trabajo
desk-nav-mine = Mis aportaciones
desk-nav-new = Nueva aportación
desk-nav-seeks = Búsquedas y ofertas
desk-sign-out = Cerrar sesión
desk-no-member = Ningún servicio en particular
role-reader = lectura
role-contributor = redacción
role-reviewer = revisión
role-admin = administración
desk-title = Mis aportaciones
desk-lead = Lo que su servicio aporta a la red, desde el borrador hasta la publicación.
desk-member-missing = Su clave no está vinculada a ningún servicio miembro. Pida a la secretaría una que lo esté: sin ella no se puede guardar nada.
desk-write = Redactar una aportación
desk-nothing = Todavía nada. La primera aportación se redacta en cinco minutos y en un solo idioma.
desk-mine-returned = Por corregir
desk-mine-draft = Borradores
desk-mine-submitted = Enviadas
desk-mine-inReview = En revisión
desk-mine-published = Publicadas
desk-mine-retired = Retiradas
desk-next-returned = Lea los motivos, modifique el texto y vuelva a enviarlo.
desk-next-draft = Complételos y envíelos. Hasta entonces solo los ven su servicio y quienes revisan.
desk-next-submitted = No hay nada que hacer: alguien del equipo de revisión las tomará. Todavía puede modificarlas.
desk-next-inReview = No hay nada que hacer: se están revisando.
desk-next-published = Visibles para todos. Para cambiar una, redacte una nueva versión; para recuperarla, retírela.
desk-next-retired = Su identificador permanece y solo indica que se retiraron.
desk-queue = Por revisar
desk-queue-words = Primero las que llevan más tiempo esperando. No figuran las suyas ni las de su servicio.
desk-queue-empty = No hay nada pendiente de revisión.
desk-untitled = Sin título
desk-changed = modificada el { $date }
desk-ends = hasta el { $date } inclusive
desk-version = Versión { $number }
desk-public = Página pública
desk-edit = Redactar una nueva versión
desk-reasons = Por qué se le devuelve
state-draft = Borrador
state-submitted = Enviada
state-inReview = En revisión
state-published = Publicada
state-returned = Devuelta
state-retired = Retirada
state-words-draft = Solo lo ven su servicio y quienes revisan. Un borrador puede quedar incompleto.
state-words-submitted = A la espera de alguien que la revise.
state-words-inReview = Alguien la está revisando; mientras tanto el texto no cambia.
state-words-published = En las listas, la búsqueda, los emparejamientos y los canales, con su servicio como fuente.
state-words-returned = Debe modificarse y enviarse de nuevo.
state-words-retired = Ya no se muestra en ninguna parte; solo permanece el identificador.
said-saved = Guardado.
said-submitted = Enviado. Alguien del equipo de revisión lo tomará.
said-incomplete = Guardado como borrador, pero aún no enviado: falta algo.
said-review = Está revisando esta aportación.
said-published = Publicada: ya es visible para todos.
said-returned = Devuelta con sus motivos.
said-retired = Retirada: ya no se muestra en ninguna parte.
said-erased = Eliminada, con todas sus versiones.
sign-in-title = Iniciar sesión
sign-in-lead = Con la clave que la secretaría entregó a su servicio.
sign-in-key = Clave
sign-in-key-help = Empieza por psl_. Péguela entera.
sign-in-do = Iniciar sesión
sign-in-session = La sesión termina tras una hora sin actividad y, en cualquier caso, a las doce horas. Para ella se guarda una sola cookie; este sitio no usa ninguna otra.
sign-in-ended = Su sesión ha terminado. Lo que escribió se conserva: inicie sesión y podrá enviarlo.
sign-in-refused = Esta clave no se acepta. Puede estar incompleta, caducada o revocada; la secretaría puede expedir otra.
sign-in-reads = Esta clave es solo de lectura. Para redactar, pida a la secretaría una clave de redacción.
sign-in-often = Demasiados intentos fallidos. Vuelva a intentarlo dentro de un cuarto de hora.
sign-in-elsewhere = Iniciar sesión con la cuenta de su organización
sign-in-elsewhere-help = Mientras está en el acceso de su organización hay una más, durante diez minutos como máximo.
sign-in-elsewhere-refused = No se ha iniciado la sesión: su organización no lo confirmó, o su cuenta no tiene ninguna función aquí. La secretaría puede informarle.
resend-title = Enviar lo que escribió
resend-lead = Este formulario procedía de otra sesión, así que no se guardó nada. Lo que escribió sigue aquí: basta con enviarlo.
resend-do = Enviar ahora
resend-not = No enviarlo
form-wrong = Por corregir antes de enviar
form-missing = Falta por completar antes de enviar
form-colon = :
form-whole = En conjunto
form-more = Para contar más (opcional)
form-translations = Traducciones (opcional)
form-from = por «{ $words }»
form-suggest = Guardar y proponer temas
form-add-theme = Añadir un tema de la lista
form-none = Elegir
form-add = Añadir
form-needed = necesario
form-needed-words = debe rellenarse antes de enviar.
form-found = Encontrado: «{ $value }».
form-submit = Enviar a revisión
form-save = Guardar el borrador
form-buttons-words = Un borrador se puede guardar en cualquier momento, aunque esté incompleto. Una vez enviado, lo revisa alguien de otro servicio.
form-privacy = Basta con un idioma. No escriba nombres de personas ni direcciones personales: basta el nombre de una unidad.
form-for = Para qué servicio
form-for-nobody = Ninguno: en nombre de la secretaría
new-practice = Describir una práctica
new-programme = Describir un programa
new-statement = Contar la situación de su servicio
new-offer = Ofrecer algo a los demás
new-need = Pedir algo a los demás
new-exchange = Comunicar un intercambio que tuvo lugar
new-correction = Señalar un error
contribution-kind-practice = Práctica
contribution-kind-programme = Programa
contribution-kind-statement = Declaración
contribution-kind-offer = Oferta
contribution-kind-need = Búsqueda
contribution-kind-exchange = Intercambio entre pares
contribution-kind-correction = Corrección
kind-words-practice = Lo que su servicio hizo y otros podrían retomar, fracasos incluidos.
kind-words-programme = Un programa, un plan, una estrategia, una ley o una plataforma de su país.
kind-words-statement = Un reto, una prioridad o un logro de su servicio, en una o dos frases.
kind-words-offer = Lo que su servicio puede mostrar, explicar o prestar a otros, hasta una fecha dada.
kind-words-need = Lo que su servicio quisiera aprender de otros, hasta una fecha dada.
kind-words-exchange = Una visita de estudio, un taller o un hermanamiento entre servicios, documentado por una fuente.
kind-words-correction = Algo en este sitio no es correcto: diga qué, y según qué fuente.
begin-title = ¿Qué quiere aportar?
begin-lead = Cada formulario se guarda en cualquier momento y se completa en pocos minutos.
begin-seeks = O diga de una vez lo que su servicio busca y ofrece, y vea enseguida a quién interesa
field-label = Título
field-description = Descripción
field-addresses = Temas
field-about = Temas
field-stage = En qué fase está
field-targetGroup = Colectivos destinatarios
field-outcome = Resultados
field-evidenceGrade = Cómo se conocen los resultados
field-transferCondition = Qué haría falta en otro lugar
field-cost = Coste
field-startDate = Desde
field-endDate = Hasta
field-partOfProgramme = Forma parte del programa
field-altLabel = Otros nombres
field-seeAlso = Páginas relacionadas
field-programmeType = Tipo
field-country = País
field-region = Región
field-operatedBy = Gestionado por
field-practisedBy = Aplicada por
field-budget = Presupuesto
field-budget-amount = Importe
field-budget-currency = Moneda
field-budget-period = Periodo
field-replaces = Sustituye a
field-isReplacedBy = Sustituido por
field-source = Fuente
field-kind = De qué se trata
field-certainty = Grado de certeza
field-date = Fecha
field-exchangeType = Forma
field-member = Servicios participantes
field-corrects = Lo que no es correcto
field-confidence = Fiabilidad de la fuente
field-practice-description = Qué se hizo
field-statement-description = En una o dos frases
field-offer-description = Lo que ofrece
field-need-description = Lo que busca
field-offer-endDate = Último día de validez
field-need-endDate = Último día de validez
field-exchange-startDate = Fecha o comienzo
field-exchange-endDate = Fin
field-exchange-source = Dónde está documentado
field-correction-description = Lo que es correcto
field-help-label = El nombre por el que otros la reconocerán.
field-help-practice-description = Para quién, con qué medios y qué cambió. Basta un párrafo breve.
field-help-offer-description = Por ejemplo: «Una visita de dos días a nuestra unidad de experiencia de usuario».
field-help-need-description = Por ejemplo: «Cómo supervisan otros servicios el uso de la IA en la orientación».
field-help-addresses = Por ellos le encuentran otros. Se proponen a partir de su texto; marque los que convengan.
field-help-about = Por ellos le encuentran otros. Se proponen a partir de su texto; marque los que convengan.
field-help-startDate = Con la precisión que conozca: 2024, 2024-05 o 2024-05-31.
field-help-endDate = Con la precisión que conozca: 2026, 2026-05 o 2026-05-31.
field-help-date = Con la precisión que conozca: 2024, 2024-05 o 2024-05-31.
field-help-statement-date = Si no se indica, la de hoy. Con la precisión que conozca: 2024, 2024-05 o 2024-05-31.
field-help-offer-endDate = Al día siguiente se retira por sí sola.
field-help-need-endDate = Al día siguiente se retira por sí sola.
field-help-altLabel = Uno por línea: siglas, nombres de uso.
field-help-source = Una por línea: la dirección de una página o el título de un documento.
field-help-seeAlso = Una dirección por línea.
field-help-budget = Tal como lo indica la fuente, sin convertir.
field-help-member = Dos como mínimo. El suyo se añade solo.
field-help-corrects = Copie la dirección de la página de este sitio donde aparece.
field-help-transferCondition = Base legal, competencias, herramientas, socios: aquello sin lo cual no funcionaría.
field-help-certainty = Explícita: su propio servicio lo dice. Inferida: se deduce de un documento.
trouble-stale = Alguien la modificó entretanto
trouble-words-stale = No se ha guardado nada y nada se ha perdido: su texto está en el formulario de abajo. Si guarda, sustituye a la versión actual.
trouble-kept = Esto es lo que dice la versión actual allí donde difiere de su texto:
trouble-closed = No se puede modificar en este momento
trouble-words-closed = Su estado ha cambiado entretanto. Su texto está abajo: copie lo que quiera conservar.
trouble-step-stale = Alguien la modificó entretanto
trouble-words-step-stale = No se ha hecho nada. Esta es la versión actual: léala antes de continuar.
trouble-not-now = Ya no es posible
trouble-words-not-now = Su estado ha cambiado entretanto; no se ha hecho nada. Esto es lo que se puede hacer ahora.
trouble-invalid = No se puede publicar así
trouble-words-invalid = Desde que se envió, algo ha dejado de encajar. Devuélvala con estas observaciones.
trouble-reasons = Faltan los motivos
trouble-words-reasons = Diga qué hay que modificar, en 5000 caracteres como máximo.
steps-title = Y ahora
step-review = Tomar para revisión
step-publish = Publicar
step-return = Devolver con motivos
step-retire = Retirar de la publicación
step-erase = Eliminar
step-words-review = Usted la examina; hasta que decida, el texto no cambia.
step-words-publish = Pasa a ser visible para todos, con su servicio como fuente.
step-words-return = Vuelve a sus autores, que leen sus motivos.
step-words-retire = Desaparece enseguida de las listas, la búsqueda y los canales. Su identificador permanece y solo indica que se retiró.
step-words-erase = Se borran todas sus versiones. No se puede deshacer.
step-reasons = Qué hay que modificar
versions-title = Versiones
versions-only = No hay nada que comparar: solo se ha elegido una versión.
versions-differences = Diferencias
versions-live = publicada
versions-from = De la versión
versions-to = a la versión
versions-compare = Comparar
versions-nothing = nada
versions-same = Las dos versiones dicen lo mismo.
versions-field = Campo
seeks-title = Lo que su servicio busca y ofrece
seeks-lead = Dígalo en pocas palabras y vea enseguida quién puede ayudarle, a quién podría ayudar y con quién el intercambio iría en ambos sentidos.
seeks-no-member = Su clave no está vinculada a ningún servicio: puede probar, pero no se guarda nada.
seeks-need = Buscamos
seeks-offer = Ofrecemos
seeks-need-words = Lo que quisiera aprender, con sus palabras
seeks-offer-words = Lo que podría mostrar, con sus palabras
seeks-unread = Ningún tema conocido en estas palabras: elija uno de la lista.
seeks-look = Ver a quién interesa
seeks-save = Guardar como borradores
seeks-empty = Aún no se ha dicho nada: escriba lo que busca u ofrece, o elija un tema.
seeks-before = Antes de la publicación
seeks-after = Una vez publicado
seeks-declared = Lo que su servicio ha declarado
meeting-helps-me = Pueden ayudarle
meeting-i-help = A quienes podría ayudar
meeting-mutual = En ambos sentidos
meeting-say-need = Diga también lo que busca.
meeting-say-offer = Diga también lo que ofrece.
meeting-say-both = Diga lo que busca y lo que ofrece.
meeting-before-words = Calculado a partir de lo que acaba de escribir y de sus declaraciones que aún no son públicas. Lo demás que se sabe de su servicio no cuenta aquí, y nadie más ve esta página.
meeting-after-words = Calculado a partir de todo lo que es público de su servicio, incluidas sus declaraciones publicadas. Es lo que ven todos.
meeting-all = Todos, con los indicios
meeting-nobody = Ningún servicio conocido por ahora. Eso no significa que no lo haya.
error-title-forbidden = Esto no le está permitido
error-words-forbidden = Su clave no lo permite, o el formulario no procedía de una página de este sitio.
error-title-conflict = Ya no es posible
error-words-conflict = El estado de esta aportación ha cambiado entretanto. No se ha hecho nada.

## Importación de encuestas
desk-nav-surveys = Encuestas
imports-title = Importación de encuestas
imports-lead = Una hoja de respuestas, una fila por servicio y una columna por pregunta, se convierte en declaraciones que cualquiera puede encontrar, comparar y citar. No se publica nada antes del último paso.
imports-new = Enviar una hoja
imports-file = Hoja de respuestas
imports-file-help = CSV en UTF-8, XLSX u ODS, 8 MB como máximo; la primera fila contiene los encabezados.
imports-mapping = Correspondencia, si la tiene
imports-mapping-help = El archivo que dice qué significa cada columna, de una importación anterior. Sin él, la página siguiente muestra las columnas y allí lo indica usted.
imports-send = Leer la hoja
imports-kept = El archivo no se guarda: contiene quién respondió qué. Mientras usted explica sus columnas permanece en memoria, solo para usted, dos horas como máximo.
imports-open = En curso
imports-open-none = No hay ninguna importación en curso.
imports-published = Publicadas
imports-published-none = Todavía no se ha publicado ninguna importación.
import-steps = Pasos de la importación
import-step-check = 1. Comprobar
import-step-code = 2. Codificar
import-step-publish = 3. Publicar
import-trouble = No se ha podido hacer
import-summary = Lo que se ha leído
import-file = Archivo
import-came = Recibido
import-rows = Filas con respuestas
import-respondents = Miembros que respondieron
import-errors = Celdas excluidas
import-warnings = Celdas por revisar
import-to-coding = Codificar las respuestas
import-to-publish = Publicar
import-mapping = Descargar la correspondencia, para enviarla con otra hoja
import-faults = Celdas erróneas o dudosas
import-faults-words = Corríjalas en su hoja y vuelva a enviarla, o publique sin las celdas con errores. Una advertencia no excluye nada.
import-faults-caption = Anomalías por fila y columna
import-faults-count = { $count ->
    [one] { $count } celda
   *[other] { $count } celdas
}
import-faults-csv = Todas las anomalías en CSV
import-no-faults = Todas las celdas se pueden leer.
import-published = Publicada el { $date }.
import-members = { $count ->
    [one] { $count } miembro respondió
   *[other] { $count } miembros respondieron
}
import-left-uncoded = { $count ->
    [one] { $count } afirmación excluida por no tener tema
   *[other] { $count } afirmaciones excluidas por no tener tema
}
import-left-faulty = { $count ->
    [one] { $count } celda excluida por su error
   *[other] { $count } celdas excluidas por sus errores
}
import-words-gone = Las palabras de quienes respondieron ya no se guardan aquí; de las anomalías, solo el lugar.
import-public = Página de la encuesta
fault-row = Fila
fault-column = Columna
fault-severity = Gravedad
fault-value = Contenido
fault-why = Por qué
fault-suggestion = Sugerencia
fault-anonymous = no se guarda: anónima
severity-error = Error
severity-warning = Advertencia
filter-severity = Gravedad
filter-fault = Motivo
filter-column = Columna
filter-state = Afirmaciones
trouble-no-file = Elija primero el archivo con las respuestas.
trouble-mapping = La correspondencia no se puede usar. El detalle, tal como lo expresa el programa:
trouble-large = El archivo es demasiado grande. El detalle, tal como lo expresa el programa:
trouble-unreadable = El archivo no se puede leer como CSV, XLSX ni ODS. El detalle, tal como lo expresa el programa:
trouble-no-sheet = El libro no tiene ninguna hoja con el nombre que indica la correspondencia. Sus hojas son:
trouble-empty = La hoja está vacía: su primera fila debería contener los encabezados.
trouble-no-column = La correspondencia nombra columnas que la hoja no tiene. Se han omitido abajo; complete lo que falta:
trouble-column-twice = La hoja tiene dos columnas con este nombre. Cambie el nombre de una en la hoja:
trouble-gone = El archivo ya no está en memoria: se envió hace más de dos horas o el servicio se ha reiniciado. Elíjalo de nuevo; lo que había escrito sigue aquí.
columns-title = Qué significan las columnas
columns-lead = Indique para cada columna si nombra al miembro, responde a una pregunta o se omite. Lo propuesto se deduce del contenido.
columns-survey = La encuesta
columns-columns = Las columnas
columns-words = Varias columnas pueden responder a la misma pregunta: deles el mismo número; lo que diga de la primera vale para todas.
columns-id = Nombre corto
columns-id-help = Forma parte de direcciones permanentes: minúsculas sin acento, cifras y guiones, por ejemplo 2023.
columns-date = Fecha de las respuestas
columns-date-help = Con la precisión que se conozca: 2023, 2023-05 o 2023-05-12.
columns-title-of-survey = Título de la encuesta, en tres idiomas
columns-title-of-question = título de la pregunta, en tres idiomas
columns-publish-words = Quienes respondieron aceptaron que se publiquen sus palabras
columns-synthetic = Nadie respondió: las respuestas son inventadas, para hacer una prueba (el nombre corto empieza entonces por synthetic-)
columns-meaning = Esta columna
columns-meaning-ignored = se omite
columns-meaning-member = nombra al miembro
columns-meaning-question = responde a una pregunta
columns-number = Número de la pregunta
columns-number-help = Por ejemplo, 3 o 3b.
columns-kind = Qué expresa una respuesta
columns-values = Forma de las respuestas
columns-values-free = en frases
columns-values-list = en lista
columns-values-choice = por opciones
columns-choose = Elija
columns-anonymous = Anónima: nadie debe saber quién respondió qué
columns-required = La respuesta era obligatoria
columns-choices = Las opciones y los temas de cada una
columns-choices-help = Escriba el nombre de un tema, o de varios separados por punto y coma. Una opción sin tema no se convierte en declaración.
columns-more = Más sobre esta columna
columns-separators = Entre las respuestas de una lista
columns-separators-help = Signos separados por espacios; \n representa un salto de línea. Si no se indica: ; y \n
columns-longest = Respuesta más larga
columns-longest-help = En caracteres; si no se indica, 2000.
columns-filled = { $count ->
    [one] { $count } celda con contenido. Por ejemplo:
   *[other] { $count } celdas con contenido. Por ejemplo:
}
columns-sheets = Hojas del libro:
columns-other-file = Otro archivo, si se ha corregido la hoja
columns-try = Comprobar la hoja
columns-wrong = Falta por indicar o corregir
columns-explain-choices = Abajo figuran las opciones encontradas: indique de qué temas trata cada una.
lack-id = Se esperan minúsculas sin acento, cifras y guiones.
lack-synthetic = El nombre corto empieza por synthetic- si las respuestas son inventadas, y solo entonces.
lack-date = Falta la fecha.
lack-title = El título se pide en francés, inglés y español.
lack-member = Ninguna columna nombra al miembro.
lack-members = Solo una columna puede nombrar al miembro.
lack-question = Ninguna columna responde a una pregunta.
lack-number = Falta el número de la pregunta.
lack-kind = Indique qué expresa una respuesta.
lack-longest = Se espera un número.
lack-choices = La columna tiene demasiados valores distintos para ser opciones.
lack-theme = «{ $name }» no es el nombre de ningún tema.
coding-title = Codificar las respuestas
coding-done = { $done } de { $all } afirmaciones están resueltas.
coding-count = { $count ->
    [one] { $count } afirmación
   *[other] { $count } afirmaciones
}
coding-todo = Por resolver
coding-all = Todas
coding-certain = Seguras por regla
coding-coded = Codificadas en la revisión
coding-uncoded = Dejadas sin tema
coding-suggested = Con temas sugeridos
coding-open = Sin sugerencias
coding-all-done = Todas las afirmaciones están resueltas.
coding-none = Ninguna afirmación está en este caso.
coding-wrong = Algunas elecciones se contradicen. No se ha guardado nada; todo lo que marcó sigue aquí.
coding-stale = Otra persona ha guardado entretanto. Todo lo que marcó sigue aquí, sobre lo que vale ahora: revíselo y vuelva a guardar.
coding-both = O un tema o ninguno: están marcados ambos.
coding-no-suggestion = No hay sugerencias.
coding-other = Otro tema
coding-leave = Dejar sin tema
coding-anonymous = Respuesta anónima
coding-score = probable al { $score }
coding-because-choice = lo dice la correspondencia
coding-because-label = «{ $words }» es un nombre del tema: { $label }
coding-because-precedent = una declaración con palabras parecidas trata de él ({ $part } de parecido)
coding-save = Guardar y seguir
coding-save-words = Toda la página de una vez. Lo que no se marca queda abierto.
coding-keys = Teclas
coding-keys-words = Funcionan cuando una afirmación tiene el foco, no mientras se escribe.
coding-key-move = afirmación siguiente, anterior
coding-key-accept = aceptar lo marcado, o la primera sugerencia, y seguir
coding-key-tick = marcar o desmarcar el tema que lleva ese número
coding-key-other = escribir otro tema; Esc para volver
coding-key-uncoded = dejar sin tema y seguir
coding-key-back = deshacer: primero lo que acaba de cambiar, después lo que estaba decidido
publish-title = Publicar
publish-lead = Todo o nada, en un solo grafo. Lo publicado puede citarse desde entonces; solo la administración puede retirarlo.
publish-done = Está publicada: vea el resultado
publish-what = Lo que se publicará
publish-survey = Encuesta
publish-date = Fecha de las respuestas
publish-statements = Declaraciones
publish-respondents = Miembros que respondieron
publish-words = Palabras de quienes respondieron
publish-words-yes = se publican con las declaraciones, como aceptaron
publish-words-no = no se publican: las declaraciones solo nombran los temas
publish-unnamed = De ellas sin nombre, de columnas anónimas
publish-left = Lo que quedará fuera
publish-left-none = Nada: todas las celdas se leen y todas las afirmaciones están resueltas.
publish-left-faulty = { $count ->
    [one] { $count } celda con error
   *[other] { $count } celdas con errores
}
publish-left-undecided = { $count ->
    [one] { $count } afirmación que nadie ha resuelto
   *[other] { $count } afirmaciones que nadie ha resuelto
}
publish-left-uncoded = { $count ->
    [one] { $count } afirmación dejada sin tema
   *[other] { $count } afirmaciones dejadas sin tema
}
publish-accept = Publicar sin lo que aquí se enumera
publish-words-gone = Una vez publicada, se borran aquí las palabras de quienes respondieron y sus decisiones.
publish-synthetic = Las declaraciones inventadas cuentan como las demás: publíquelas solo en un servicio de prueba.
publish-do = Publicar la encuesta
publish-not = Todavía no
publish-incomplete = Algo quedaría fuera. Confirme que así lo quiere o resuélvalo antes.
publish-nothing = Ninguna afirmación tiene tema: no hay nada que publicar.
publish-stale = Ha cambiado desde que se mostró esta página. Revísela de nuevo.
publish-taken = Ya está publicada una encuesta con este nombre corto, a partir de otro archivo. La administración puede retirarla; o dé otro nombre a esta.
said-imported = La hoja se ha leído. Todavía no se ha publicado nada.
said-known = Esta hoja con esta correspondencia ya se conoce: así está.
said-coded = Guardado.
said-nothing-coded = No había nada marcado; no ha cambiado nada.
said-wave-published = La encuesta está publicada.
said-discarded = Importación descartada, con todo lo leído de la hoja.
discard-title = Descartar esta importación
discard-words = Se borra todo lo leído de la hoja y todo lo decidido sobre ella. Nada de ello es público todavía. La hoja puede enviarse de nuevo.
discard-do = Descartarla
discard-not = Conservarla
error-title-too-large = Lo enviado es demasiado grande
error-words-too-large = Una hoja de respuestas puede tener hasta 8 MB. No se ha guardado nada.
