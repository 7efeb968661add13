"""The invented requests of the demonstration: what each asks for, and how far it came."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Visit:
    """An activity: its days, who comes (roster keys), how it takes place, and how far it came."""

    title: str
    area: str
    first: date
    days: int
    experts: tuple[str, ...]
    kind: str = "expert_mission"
    mode: str = "mission"
    place: str = ""
    ceiling: str = "9000.00"
    state: str = "closed"
    participants: tuple[int, int] = (9, 8)
    sessions: int = 0  # for remote work: sessions of 90 minutes, one on each day


@dataclass(frozen=True)
class Story:
    """A request: the ministry ("PER" or "PRY"), its texts, the state it came to, its activities."""

    ministry: str
    title: str
    problem: str
    areas: tuple[str, ...]
    context: str
    tried: str
    outcome: str
    measure: str
    state: str
    counterparts: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    languages: tuple[str, ...] = ("es",)
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("expert_mission",)
    unit: str = "Dirección General"
    messages: tuple[tuple[str, str, str], ...] = field(default=())  # (who, visibility, text)


STORIES = (
    Story(
        "PER", "Presupuesto por resultados en los gobiernos regionales",
        "Los gobiernos regionales ejecutan por insumos y no pueden mostrar qué cambió con el gasto.",
        ("PFM",),
        "La ley de presupuesto prevé programas con metas desde 2026; tres regiones ya los formulan.",
        "Un manual y dos talleres nacionales; las fichas se llenan, pero no se usan para decidir.",
        "Tres regiones deciden su presupuesto de 2027 con evidencia de resultados.",
        "Proporción del gasto regional con metas verificadas; informe de la Contraloría.",
        "closed", ("pieter", "femke"),
        (
            Visit("Diagnóstico con tres regiones", "PFM", date(2025, 9, 8), 5, ("pieter", "femke"), place="Arequipa"),
            Visit("Taller de metas y costos", "PFM", date(2025, 11, 3), 5, ("pieter", "femke"), place="Lima"),
        ),
        ("es", "en"), ("NLD",),
    ),
    Story(
        "PER", "Concursos para los cargos directivos",
        "Los cargos directivos se cubren por confianza y cambian con cada autoridad.",
        ("HRM",),
        "La ley del servicio civil crea un segmento directivo; falta el procedimiento de concurso.",
        "Un piloto en dos entidades, con perfiles copiados de otro país.",
        "Una unidad que organiza concursos y publica sus resultados.",
        "Porcentaje de cargos directivos cubiertos por concurso.",
        "in_delivery", ("rodrigo", "paulina"),
        (
            Visit("Perfiles y comités de selección", "HRM", date(2025, 10, 6), 5, ("rodrigo", "paulina"), place="Lima"),
            Visit("Primer concurso acompañado", "HRM", date(2026, 3, 2), 5, ("rodrigo", "paulina"), place="Lima"),
        ),
        countries=("CHL",), unit="Autoridad del servicio civil",
        messages=(
            ("officer", "shared", "La misión de octubre está confirmada. ¿Pueden enviar los perfiles antes del 30?"),
            ("ministry", "shared", "Sí, los subimos esta semana con la lista de participantes."),
            ("officer", "internal", "La nueva autoridad asume en enero: conviene hablar antes con su gabinete."),
        ),
    ),
    Story(
        "PER", "Identidad digital para los trámites del ciudadano",
        "Cada entidad pide sus propias claves; la gente no puede hacer un trámite completo en línea.",
        ("EGOV",),
        "Hay un decreto de gobierno digital y una plataforma de interoperabilidad con pocas entidades.",
        "Una clave única sin niveles de seguridad, que los bancos no aceptaron.",
        "Un marco de confianza con niveles, usado por las diez entidades de mayor demanda.",
        "Trámites completos en línea con identidad de nivel alto.",
        "delivered", ("mette", "lars", "anne"),
        (
            Visit("Assessment of identity services", "EGOV", date(2025, 8, 18), 5, ("mette", "lars"), place="Lima"),
            Visit(
                "Visita de estudio a Copenhague", "EGOV", date(2026, 5, 4), 5, ("mette", "lars", "anne"),
                kind="study_visit", mode="study_visit", place="Copenhagen", ceiling="18500.00", participants=(4, 4),
            ),
        ),
        ("es", "en"), ("DNK",), ("expert_mission", "study_visit"), "Secretaría de Gobierno Digital",
    ),
    Story(
        "PRY", "Expediente electrónico en la función pública",
        "Los expedientes circulan en papel y ningún ministerio sabe cuánto tarda un trámite.",
        ("EGOV",),
        "La ley de firma electrónica está vigente; falta el modelo de gestión documental.",
        "Escanear expedientes; se duplicó el trabajo.",
        "Dos ministerios tramitan sin papel y miden sus tiempos.",
        "Días de tramitación publicados por ministerio.",
        "in_delivery", ("mette", "anne"),
        (
            Visit("Modelo de gestión documental", "EGOV", date(2025, 11, 17), 5, ("mette", "anne"), place="Asunción"),
            Visit("Puesta en marcha", "EGOV", date(2026, 2, 9), 5, ("mette", "anne"), place="Asunción"),
            Visit(
                "Acompañamiento remoto", "EGOV", date(2026, 3, 16), 12, ("mette",), kind="remote_sessions",
                mode="remote", ceiling="0.00", sessions=10, participants=(6, 5),
            ),
        ),
        ("es", "en"), ("DNK",), ("expert_mission", "remote_sessions"),
    ),
    Story(
        "PRY", "Evaluación del desempeño con consecuencias",
        "Todos los funcionarios obtienen la nota máxima y nadie conversa sobre el trabajo.",
        ("HRM",),
        "Un decreto obliga a evaluar cada año; los jefes lo viven como un formulario.",
        "Cambiar el formulario, tres veces.",
        "Conversaciones de desempeño en dos ministerios y planes de mejora reales.",
        "Encuesta de personal; distribución de las notas.",
        "closed", ("rodrigo", "paulina"),
        (
            Visit(
                "Formación de evaluadores", "HRM", date(2026, 4, 13), 5, ("rodrigo", "paulina"), place="Asunción",
                participants=(14, 10),
            ),
        ),
        countries=("CHL",),
    ),
    Story(
        "PER", "Compras conjuntas de medicamentos",
        "Cada hospital compra por su cuenta y paga hasta el doble por el mismo medicamento.",
        ("PROC",),
        "La central de compras tiene la competencia, pero no equipos para negociar acuerdos marco.",
        "Una licitación conjunta que quedó desierta.",
        "Un acuerdo marco para veinte medicamentos, con precios publicados.",
        "Diferencia de precio entre hospitales.",
        "in_delivery", ("femke", "pieter"),
        (Visit("Diseño del acuerdo marco", "PROC", date(2026, 5, 18), 5, ("femke", "pieter"), place="Lima"),),
        ("es", "en"), ("NLD",), unit="Central de compras públicas",
    ),
    Story(
        "PRY", "Marco de gasto de mediano plazo",
        "El presupuesto se discute año por año y las obras quedan sin fondos a mitad de camino.",
        ("PFM",),
        "La nueva ley de responsabilidad fiscal pide un marco de tres años.",
        "Una proyección interna que el Congreso no conoció.",
        "El proyecto de presupuesto de 2027 se presenta con un marco de tres años.",
        "Desvío entre el marco y el presupuesto aprobado.",
        "in_delivery", ("pieter", "femke"),
        (Visit("Proyecciones y techos", "PFM", date(2026, 6, 8), 5, ("pieter", "femke"), place="Asunción"),),
        ("es", "en"), ("NLD",),
    ),
    Story(
        "PER", "Transferencias a municipios por criterios claros",
        "Las transferencias a municipios se negocian caso por caso y llegan tarde.",
        ("DEC",),
        "Una comisión multisectorial prepara la fórmula; falta simular sus efectos.",
        "Una fórmula de 2019, sin datos de necesidad.",
        "Una fórmula acordada y simulada para los 1.800 municipios.",
        "Transferencias hechas por fórmula, en porcentaje.",
        "delivered", ("rodrigo", "femke"),
        (Visit("Simulación de la fórmula", "DEC", date(2026, 1, 19), 5, ("rodrigo", "femke"), place="Cusco"),),
        countries=("CHL", "NLD"),
    ),
    Story(
        "PRY", "Auditoría interna basada en riesgos",
        "Las auditorías internas repiten la lista del año anterior y no miran donde está el riesgo.",
        ("AUD",),
        "La contraloría adoptó normas internacionales; las unidades son de dos o tres personas.",
        "Una matriz de riesgos que nadie actualiza.",
        "Planes de auditoría por riesgo en cinco ministerios.",
        "Recomendaciones cumplidas a los doce meses.",
        "in_delivery", ("pieter", "femke"),
        (
            Visit("Taller de planes por riesgo", "AUD", date(2025, 12, 1), 3, ("pieter",), place="Asunción"),
            Visit(
                "Acompañamiento a cinco ministerios", "AUD", date(2026, 6, 22), 5, ("femke",), place="Asunción",
                state="delivered",
            ),
        ),
        ("es", "en"), ("NLD",),
    ),
    Story(
        "PER", "Datos abiertos que se usan", "Se publican miles de archivos que nadie descarga ni entiende.",
        ("EGOV",), "El portal de datos tiene diez años y ninguna demanda conocida.", "Concursos de aplicaciones.",
        "Veinte conjuntos de datos mantenidos porque alguien los usa.", "Descargas y usos citados.",
        "in_delivery", ("mette", "lars"),
        (Visit("Data users first", "EGOV", date(2026, 6, 29), 0, ("mette",), place="Lima", state="confirmed"),),
        ("es", "en"), ("DNK",),
    ),
    Story(
        "PER", "Carrera de los gestores de proyectos", "Los proyectos de inversión dependen de consultores que rotan.",
        ("HRM",), "El sistema de inversión certifica proyectos, no personas.", "Cursos sueltos.",
        "Una carrera con certificación para quinientos gestores.", "Gestores certificados en funciones.",
        "matching", ("mette!",), languages=("es", "en"), countries=("DNK",),
    ),
    Story(
        "PRY", "Ventanilla única para permisos de obra", "Un permiso de obra pasa por nueve oficinas.",
        ("REG",), "La ley de simplificación obliga a una ventanilla por municipio.", "Una página web con requisitos.",
        "Permisos en treinta días en tres municipios.", "Días por permiso.", "matched", ("paulina",),
        countries=("CHL",),
    ),
    Story(
        "PER", "Costos de la justicia de paz", "Nadie conoce lo que cuesta un caso y el presupuesto se reparte igual.",
        ("JUS",), "El Poder Judicial inicia un sistema de costos.", "Un estudio de 2018.",
        "Presupuesto de 2028 por carga de casos.", "Gasto por caso resuelto.", "approved",
    ),
    Story(
        "PRY", "Teletrabajo en el sector público", "Cada ministerio inventa sus reglas de teletrabajo.",
        ("HRM",), "Un decreto de emergencia sigue vigente.", "Una guía sin obligación.",
        "Un régimen común con metas y derechos.", "Encuesta y productividad en dos ministerios.", "in_triage",
        messages=(("officer", "internal", "Parecido al pedido de 2025: preguntar a la contraparte chilena."),),
    ),
    Story(
        "PER", "Tablero de ejecución del gasto", "Los ministros se enteran tarde de lo que no se ejecuta.",
        ("PFM", "EGOV"), "El sistema financiero tiene los datos de cada día.", "Planillas semanales.",
        "Un tablero usado en el consejo de ministros.", "Ejecución al tercer trimestre.", "submitted",
    ),
    Story(
        "PER", "Integridad en las contrataciones", "Las denuncias llegan cuando el contrato ya se pagó.",
        ("PROC", "AUD"), "Hay oficiales de integridad en cada ministerio.", "Una línea telefónica.",
        "Alertas antes de adjudicar.", "Contratos revisados por alerta.", "returned",
    ),
    Story(
        "PRY", "Contratar diez analistas para el censo", "Faltan analistas para procesar el censo.",
        ("EGOV",), "El censo termina este año.", "Pedir personal a otros ministerios.", "Resultados en doce meses.",
        "Tablas publicadas.", "declined",
    ),
    Story(
        "PER", "Mesa de ayuda para alcaldes nuevos", "Los alcaldes nuevos pierden su primer año.",
        ("DEC",), "Cambian mil alcaldes cada cuatro años.", "Un manual de bienvenida.", "Cien días con apoyo.",
        "Planes aprobados a los cien días.", "withdrawn",
    ),
    Story(
        "PRY", "Regulación de servicios digitales", "Las reglas de los servicios digitales están en siete leyes.",
        ("REG", "EGOV"), "El Congreso discute una ley marco.", "Una consulta pública.", "Un marco coherente.",
        "Normas derogadas.", "on_hold",
    ),
    Story(
        "PER", "Archivo único de planillas", "Se paga a personas que ya no trabajan.",
        ("HRM", "PFM"), "El ministerio fusiona su dirección de personal.", "Cruces manuales.", "Un padrón único.",
        "Pagos observados.", "cancelled",
    ),
    Story(
        "PER", "Diálogo con los sindicatos públicos", "La negociación colectiva empieza sin cifras comunes.",
        ("HRM",), "", "", "", "", "draft",
    ),
)  # fmt: skip
